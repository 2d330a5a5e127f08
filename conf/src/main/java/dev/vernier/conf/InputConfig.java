package dev.vernier.conf;

import java.util.List;
import java.util.Optional;

/**
 * Where one model input comes from. A value x of the column becomes (x * scale - mean) / std,
 * computed in double precision and rounded once to the input's type.
 */
public record InputConfig(
    @Setting(
            doc = "Column of the data; empty: the column named as the model input.",
            byDefault = "")
        Optional<String> column,
    @Setting(doc = "What the column holds.", byDefault = "array") InputKind kind,
    ImageConfig image,
    @Setting(
            doc =
                "Element type of the bytes of a binary column; empty: the type of the model input.",
            byDefault = "",
            oneOf = {
              "float32", "float64", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64",
              "bool"
            })
        Optional<String> elementType,
    @Setting(
            doc =
                "Shape of one sample with its leading batch axis of 1; empty: the model's shape."
                    + " One -1 is computed from the data.",
            byDefault = "[]",
            min = -1)
        List<Integer> dims,
    @Setting(
            doc = "Factor on every value, applied first; may be a fraction such as 1/255.",
            byDefault = "1")
        double scale,
    @Setting(
            doc = "Subtracted after scaling: empty, one number, or one a channel.",
            byDefault = "[]")
        List<Double> mean,
    @Setting(doc = "Divides after the mean: empty, one number, or one a channel.", byDefault = "[]")
        List<Double> std,
    @Setting(
            doc =
                "Fills up rows that hold fewer elements than the shape, after preprocessing; empty:"
                    + " such rows are bad rows.",
            byDefault = "")
        Optional<Double> padValue,
    @Setting(doc = "The value of every element of a constant input.", byDefault = "0")
        double value) {

  /** Copies the lists. */
  public InputConfig {
    dims = List.copyOf(dims);
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** An input of a kind from a column, with every other setting at its default. */
  public static InputConfig of(InputKind kind, String column) {
    return new InputConfig(
        Optional.of(column),
        kind,
        ImageConfig.NONE,
        Optional.empty(),
        List.of(),
        1,
        List.of(),
        List.of(),
        Optional.empty(),
        0);
  }

  /** The same input with another shape. */
  public InputConfig withDims(List<Integer> other) {
    return new InputConfig(
        column, kind, image, elementType, other, scale, mean, std, padValue, value);
  }

  /** The same input with another element type of its bytes. */
  public InputConfig withElementType(String other) {
    return new InputConfig(
        column, kind, image, Optional.of(other), dims, scale, mean, std, padValue, value);
  }
}
