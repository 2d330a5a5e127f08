package dev.vernier.quantize.tables;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.plan.ActivationQuantizer;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.RangeRule;
import dev.vernier.quantize.range.CalibrationTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Fills a calibration table from a file of ranges, without any states. */
public final class RangeImport {

  private static final int LISTED = 20;

  private final Graph prepared;
  private final Map<String, ImportedRange> ranges;
  private final String source;

  private RangeImport(Graph prepared, Map<String, ImportedRange> ranges, String source) {
    this.prepared = prepared;
    this.ranges = ranges;
    this.source = source;
  }

  /**
   * The table of all quantizers of a plan. A quantizer takes the range of the tensor it is named
   * after, else of one that it rounds, or, before an activation that is fused, of the tensor before
   * that.
   *
   * @param text the document, of any format of {@link RangeFiles}
   * @param source what it is called in messages
   * @throws VernierException naming the tensors that the document has no range for
   */
  public static CalibrationTable read(
      Graph prepared,
      QuantizationPlan plan,
      QuantizationSettings settings,
      String text,
      String source) {
    RangeFile file = RangeFiles.recognize(text, source);
    RangeImport ranges = new RangeImport(prepared, file.read(text, prepared), source);
    return new CalibrationTable(
        "imported", settings.scheme().text(), 0, ranges.entries(plan, file.name()));
  }

  private Map<String, CalibrationTable.Entry> entries(QuantizationPlan plan, String by) {
    Map<String, CalibrationTable.Entry> entries = new TreeMap<>();
    List<String> missing = new ArrayList<>();
    for (ActivationQuantizer quantizer : plan.activations()) {
      Optional<CalibrationTable.Entry> entry = entry(quantizer, plan, by);
      entry.ifPresentOrElse(
          e -> entries.put(quantizer.name(), e), () -> missing.add(quantizer.name()));
    }
    if (!missing.isEmpty()) {
      throw missing(missing, plan.activations().size());
    }
    return entries;
  }

  private VernierException missing(List<String> tensors, int all) {
    List<String> listed = tensors.subList(0, Math.min(LISTED, tensors.size()));
    String more = tensors.size() > LISTED ? ", ..." : "";
    return new VernierException(
        source
            + ": no range for "
            + tensors.size()
            + " of "
            + all
            + " tensors to be quantized in the model of "
            + prepared.nodes().size()
            + " nodes: "
            + String.join(", ", listed)
            + more
            + ". Expected a file made from this model; calibrate it, or leave the nodes around"
            + " these tensors in float with quantization.ignored");
  }

  private Optional<CalibrationTable.Entry> entry(
      ActivationQuantizer quantizer, QuantizationPlan plan, String by) {
    if (quantizer.rule() instanceof RangeRule.Given given) {
      return Optional.of(entry(quantizer, given.by(), given.parameters()));
    }
    if (quantizer.rule() instanceof RangeRule.Fixed fixed) {
      Range covered = quantizer.format().covered(fixed.range());
      return Optional.of(
          new CalibrationTable.Entry(
              fixed.by(), covered, quantizer.format().parameters(covered), quantizer.tensors()));
    }
    return names(quantizer, plan)
        .map(ranges::get)
        .filter(range -> range != null)
        .findFirst()
        .map(range -> imported(quantizer, by, joined(range, quantizer)));
  }

  private static Stream<String> names(ActivationQuantizer quantizer, QuantizationPlan plan) {
    Stream<String> own =
        Stream.concat(
            Stream.of(quantizer.name(), quantizer.statistics()), quantizer.tensors().stream());
    Stream<String> before =
        plan.fusedActivations().stream()
            .filter(fused -> fused.output().equals(quantizer.name()))
            .map(fused -> fused.input());
    return Stream.concat(own, before);
  }

  private ImportedRange joined(ImportedRange first, ActivationQuantizer quantizer) {
    ImportedRange range = first;
    for (String tensor : quantizer.joined()) {
      range = ranges.containsKey(tensor) ? range.including(ranges.get(tensor)) : range;
    }
    return range;
  }

  private static CalibrationTable.Entry imported(
      ActivationQuantizer quantizer, String by, ImportedRange range) {
    return new CalibrationTable.Entry(
        by,
        quantizer.format().covered(range.range()),
        range.in(quantizer.format()),
        quantizer.tensors());
  }

  private static CalibrationTable.Entry entry(
      ActivationQuantizer quantizer, String by, QuantizationParameters parameters) {
    Range range = new Range(parameters.low(), parameters.high());
    return new CalibrationTable.Entry(by, range, parameters, quantizer.tensors());
  }
}
