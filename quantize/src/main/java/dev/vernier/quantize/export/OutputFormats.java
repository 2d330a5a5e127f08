package dev.vernier.quantize.export;

import dev.vernier.onnx.VernierException;
import java.util.List;

/** The list of output formats; a new format is one class and one line here. */
public final class OutputFormats {

  private static final List<OutputFormat> FORMATS =
      List.of(
          new QdqFormat(),
          new QOperatorFormat(),
          new DynamicFormat(),
          new WeightOnlyFormat(),
          new MatMulNBitsFormat(),
          new PackedWeightsFormat(),
          new Float16Format());

  private OutputFormats() {}

  /** Names of all formats, the default first. */
  public static List<String> names() {
    return FORMATS.stream().map(OutputFormat::name).toList();
  }

  /** Names of the formats that need no calibration. */
  public static List<String> withoutRanges() {
    return FORMATS.stream()
        .filter(format -> !format.needsRanges())
        .map(OutputFormat::name)
        .toList();
  }

  /** The format of that name; an unknown name fails with the list of names. */
  public static OutputFormat find(String name) {
    return FORMATS.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new VernierException(
                    "Unknown output format \""
                        + name
                        + "\": expected one of "
                        + String.join(", ", names())));
  }
}
