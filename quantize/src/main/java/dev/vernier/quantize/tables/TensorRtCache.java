package dev.vernier.quantize.tables;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.Range;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * TensorRT's calibration cache: a line that names version and calibrator, then {@code tensor:
 * scale} with the scale as the eight hexadecimal digits of its IEEE single, of signed codes with
 * zero point 0, so that the covered magnitude is 127 times it. Tensors that an operator keeps from
 * being negative are read with the lower bound zero.
 */
final class TensorRtCache implements RangeFile {

  private static final String HEADER = "TRT-8601-EntropyCalibration2";
  private static final int STEPS = 127;

  @Override
  public String name() {
    return "tensorrt-cache";
  }

  @Override
  public String fileName() {
    return "tensorrt-calibration.cache";
  }

  @Override
  public boolean recognizes(String text) {
    return text.startsWith("TRT-");
  }

  @Override
  public String write(SolvedModel model) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    model
        .tensorsBeforeActivations()
        .forEach(
            (tensor, entry) -> {
              float magnitude = Math.max(-entry.range().min(), entry.range().max());
              float scale = (float) ((double) magnitude / STEPS);
              text.append(tensor)
                  .append(": ")
                  .append(HexFormat.of().toHexDigits(Float.floatToIntBits(scale)))
                  .append('\n');
            });
    return text.toString();
  }

  @Override
  public Map<String, ImportedRange> read(String text, Graph prepared) {
    NonNegativeTensors nonNegative = new NonNegativeTensors(prepared);
    Map<String, ImportedRange> ranges = new TreeMap<>();
    List<String> lines = text.lines().skip(1).filter(line -> !line.isBlank()).toList();
    for (String line : lines) {
      int colon = line.lastIndexOf(": ");
      String tensor = colon < 0 ? line : line.substring(0, colon);
      float magnitude = STEPS * scale(line, colon);
      float low = nonNegative.contains(tensor) ? 0f : -magnitude;
      ranges.put(tensor, ImportedRange.of(new Range(low, magnitude)));
    }
    return ranges;
  }

  private static float scale(String line, int colon) {
    String digits = colon < 0 ? "" : line.substring(colon + 2).strip();
    if (!digits.matches("[0-9a-fA-F]{8}")) {
      throw malformed(line);
    }
    float scale = Float.intBitsToFloat((int) Long.parseLong(digits, 16));
    if (!(scale >= 0) || Float.isInfinite(STEPS * scale)) {
      throw malformed(line);
    }
    return scale;
  }

  private static VernierException malformed(String line) {
    return new VernierException(
        "TensorRT's calibration cache: expected \"tensor: \" and a positive float of eight"
            + " hexadecimal digits, got \""
            + line
            + "\"");
  }
}
