package dev.vernier.pipeline.preprocess;

import dev.vernier.conf.InputConfig;
import dev.vernier.conf.InputKind;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns rows into samples as the input settings say. Immutable and thread-safe. */
public final class Preprocessor {
  /** Raised when the meaning of a setting changes, so that old digests no longer match. */
  private static final int VERSION = 1;

  private final Map<String, InputReader> readers = new LinkedHashMap<>();
  private final List<String> columns = new ArrayList<>();
  private final String digest;

  private Preprocessor(Map<String, InputConfig> configs, List<ValueInfo> inputs) {
    StringBuilder text = new StringBuilder("preprocess " + VERSION + "\n");
    boolean images = false;
    for (ValueInfo input : inputs) {
      InputConfig config = configs.get(input.name());
      readers.put(input.name(), InputReaders.of(input, config));
      if (config.kind() != InputKind.CONSTANT) {
        columns.add(config.column().orElse(input.name()));
      }
      images |= config.kind() == InputKind.IMAGE;
      text.append(input.name()).append('\n').append(resultSettings(config)).append('\n');
    }
    text.append(images ? DecoderProbe.digest() : "no images");
    this.digest = Sha256.hexOf(text.toString());
  }

  /**
   * The preprocessing of a model's inputs.
   *
   * @throws VernierException if settings and inputs do not belong together
   */
  public static Preprocessor of(Map<String, InputConfig> configs, List<ValueInfo> inputs) {
    List<String> names = inputs.stream().map(ValueInfo::name).toList();
    List<String> missing = names.stream().filter(n -> !configs.containsKey(n)).toList();
    List<String> unknown = configs.keySet().stream().filter(n -> !names.contains(n)).toList();
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new VernierException(
          "the sections under inputs must be the model's inputs "
              + names
              + (missing.isEmpty() ? "" : "; missing: " + missing)
              + (unknown.isEmpty() ? "" : "; not an input of the model: " + unknown));
    }
    return new Preprocessor(configs, inputs);
  }

  /** The column's name is where data is found, not what it is; it does not belong to the digest. */
  private static String resultSettings(InputConfig c) {
    return List.of(
            c.kind(),
            c.image(),
            c.elementType(),
            c.dims(),
            c.scale(),
            c.mean(),
            c.std(),
            c.padValue(),
            c.value())
        .toString();
  }

  /** The columns that the inputs are read from. */
  public List<String> columns() {
    return columns.stream().distinct().toList();
  }

  /** Digest of everything that decides what the model is fed, the JPEG decoder included. */
  public String digest() {
    return digest;
  }

  /** The sample of a row; a row that cannot be used fails with the reason. */
  public Sample apply(Row row) throws BadRowException {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, InputReader> reader : readers.entrySet()) {
      Tensor tensor = reader.getValue().read(row);
      requireFinite(reader.getKey(), tensor);
      inputs.put(reader.getKey(), tensor);
    }
    return new Sample(inputs, SampleHash.of(inputs.values()));
  }

  private static void requireFinite(String name, Tensor tensor) throws BadRowException {
    if (!tensor.type().isFloatingPoint()) {
      return;
    }
    for (int i = 0; i < tensor.size(); i++) {
      double value =
          tensor.array() instanceof float[] floats
              ? floats[tensor.offset() + i]
              : tensor.doubleAt(i);
      if (!Double.isFinite(value)) {
        throw new BadRowException("input '" + name + "': element " + i + " is " + value);
      }
    }
  }
}
