package dev.vernier.onnx;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The declared type of a value.
 *
 * @param kind tensor, sequence, ...
 * @param elementType element type of a tensor or sparse tensor, key type of a map, else UNDEFINED
 * @param shape dimensions of a tensor or sparse tensor; null if the rank is unknown
 * @param element element type of a sequence or optional, value type of a map; else null
 * @param denotation meaning of the value as the model states it, or empty
 * @param extras fields that this class does not model
 */
public record ValueType(
    Kind kind,
    DataType elementType,
    List<Dim> shape,
    ValueType element,
    String denotation,
    Extras extras) {

  /** What a value is. */
  public enum Kind {
    UNKNOWN,
    TENSOR,
    SEQUENCE,
    MAP,
    OPTIONAL,
    SPARSE_TENSOR,
    OPAQUE
  }

  /** A value about whose type nothing is declared. */
  public static final ValueType UNKNOWN =
      new ValueType(Kind.UNKNOWN, DataType.UNDEFINED, null, null, "", Extras.NONE);

  public ValueType {
    shape = shape == null ? null : List.copyOf(shape);
  }

  /** A tensor; a null shape means unknown rank. */
  public ValueType(DataType elementType, List<Dim> shape) {
    this(Kind.TENSOR, elementType, shape, null, "", Extras.NONE);
  }

  /** A tensor of a fully known shape, -1 for a dimension that is not known. */
  public static ValueType tensor(DataType elementType, long... dims) {
    return new ValueType(
        elementType,
        java.util.Arrays.stream(dims).mapToObj(d -> d < 0 ? Dim.UNKNOWN : Dim.of(d)).toList());
  }

  public boolean isTensor() {
    return kind == Kind.TENSOR;
  }

  /** Whether the rank is declared. */
  public boolean hasRank() {
    return shape != null;
  }

  public ValueType withElementType(DataType type) {
    return new ValueType(kind, type, shape, element, denotation, extras);
  }

  @Override
  public String toString() {
    String dims =
        shape == null
            ? "[...]"
            : shape.stream().map(Dim::toString).collect(Collectors.joining(",", "[", "]"));
    return switch (kind) {
      case TENSOR -> elementType + dims;
      case SPARSE_TENSOR -> "sparse " + elementType + dims;
      case SEQUENCE -> "sequence(" + element + ")";
      case OPTIONAL -> "optional(" + element + ")";
      case MAP -> "map(" + elementType + ", " + element + ")";
      case OPAQUE -> "opaque";
      case UNKNOWN -> "unknown";
    };
  }
}
