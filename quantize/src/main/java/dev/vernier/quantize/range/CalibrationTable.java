package dev.vernier.quantize.range;

import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The solved range of every activation quantizer, by quantizer name; the content of {@code
 * ranges.json}. Entries iterate in the order of their names.
 *
 * @param method the range method asked for
 * @param scheme the scheme's one-line text
 * @param samples how many samples the statistics hold
 */
public record CalibrationTable(
    String method, String scheme, long samples, Map<String, Entry> entries) {

  /**
   * A quantizer's answer.
   *
   * @param method the method that chose the range; {@code fixed} if the operator did
   * @param tensors names of the tensors rounded with it
   */
  public record Entry(
      String method, Range range, QuantizationParameters parameters, List<String> tensors) {
    public Entry {
      tensors = List.copyOf(tensors);
    }
  }

  public CalibrationTable {
    entries = Collections.unmodifiableMap(new TreeMap<>(entries));
  }

  /**
   * The table of a model without quantizers of activations.
   *
   * @param scheme what is rounded instead
   */
  public static CalibrationTable none(String scheme) {
    return new CalibrationTable("none", scheme, 0, Map.of());
  }

  /** The entry of a quantizer; a missing one fails with the remedy. */
  public Entry entry(String quantizer) {
    return find(quantizer)
        .orElseThrow(
            () ->
                new VernierException(
                    "The calibration table has no range for tensor '"
                        + quantizer
                        + "': solve it again for this model and these settings"));
  }

  public Optional<Entry> find(String quantizer) {
    return Optional.ofNullable(entries.get(quantizer));
  }

  /** The document described in docs/formats/ranges.md; the same table gives the same text. */
  public String toJson() {
    return CalibrationJson.write(this);
  }

  /** Reads what {@link #toJson} wrote; anything else fails with the place and the reason. */
  public static CalibrationTable fromJson(String json) {
    return CalibrationJson.read(json);
  }

  /** SHA-256 of the document, in hexadecimal. */
  public String digest() {
    return Sha256.hexOf(toJson());
  }
}
