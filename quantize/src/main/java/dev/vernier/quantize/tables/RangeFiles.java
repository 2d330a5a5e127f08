package dev.vernier.quantize.tables;

import dev.vernier.onnx.VernierException;
import java.util.List;

/** The list of range files; a new format is one class and one line here. */
public final class RangeFiles {

  private static final List<RangeFile> FILES =
      List.of(
          new VernierRanges(),
          new OrtCalibration(),
          new TensorRtCache(),
          new TensorQuantOverrides(),
          new AmctRecord());

  private RangeFiles() {}

  /** Names of the formats. */
  public static List<String> names() {
    return FILES.stream().map(RangeFile::name).toList();
  }

  /** The format of that name; an unknown name fails with the list of names. */
  public static RangeFile find(String name) {
    return FILES.stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new VernierException(
                    "Unknown range file \""
                        + name
                        + "\": expected one of "
                        + String.join(", ", names())));
  }

  /**
   * The format of a document.
   *
   * @param source what the document is called in messages
   */
  public static RangeFile recognize(String text, String source) {
    return FILES.stream()
        .filter(file -> file.recognizes(text))
        .findFirst()
        .orElseThrow(
            () ->
                new VernierException(
                    source
                        + ": not a file of ranges: expected ranges.json, ONNX Runtime's calibration"
                        + " JSON or TensorQuantOverrides, TensorRT's calibration cache or AMCT's"
                        + " record, got \""
                        + text.strip().lines().findFirst().orElse("")
                        + "\""));
  }
}
