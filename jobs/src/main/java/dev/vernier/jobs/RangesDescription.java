package dev.vernier.jobs;

import dev.vernier.quantize.range.CalibrationTable;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a calibration table. */
final class RangesDescription {
  private RangesDescription() {}

  static void print(CalibrationTable ranges, PrintWriter out, Summary summary) {
    out.printf(
        Locale.ROOT,
        "%d ranges by %s (%s) from %d samples%n",
        ranges.entries().size(),
        ranges.method(),
        ranges.scheme(),
        ranges.samples());
    Table table = new Table().line("quantizer", "method", "min", "max", "scale", "zero point");
    ranges
        .entries()
        .forEach(
            (name, entry) ->
                table.line(
                    name,
                    entry.method(),
                    StatesDescription.number(entry.range().min()),
                    StatesDescription.number(entry.range().max()),
                    StatesDescription.number(entry.parameters().scale()),
                    entry.parameters().zeroPoint()));
    out.print(table);
    summary.put("method", ranges.method()).put("ranges", ranges.entries().size());
  }
}
