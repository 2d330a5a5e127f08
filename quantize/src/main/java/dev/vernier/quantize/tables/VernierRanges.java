package dev.vernier.quantize.tables;

import dev.vernier.onnx.Graph;
import dev.vernier.quantize.range.CalibrationTable;
import java.util.Map;
import java.util.TreeMap;

/** Vernier's own table, ranges.json. */
final class VernierRanges implements RangeFile {

  @Override
  public String name() {
    return "vernier";
  }

  @Override
  public String fileName() {
    return "ranges.json";
  }

  @Override
  public boolean recognizes(String text) {
    return Json.hasMember(text, "format") && Json.hasMember(text, "quantizers");
  }

  @Override
  public String write(SolvedModel model) {
    return model.table().toJson();
  }

  @Override
  public Map<String, ImportedRange> read(String text, Graph prepared) {
    Map<String, ImportedRange> ranges = new TreeMap<>();
    CalibrationTable.fromJson(text)
        .entries()
        .forEach(
            (name, entry) -> {
              ImportedRange range =
                  new ImportedRange(entry.range(), java.util.Optional.of(entry.parameters()));
              ranges.put(name, range);
              entry.tensors().forEach(tensor -> ranges.put(tensor, range));
            });
    return ranges;
  }
}
