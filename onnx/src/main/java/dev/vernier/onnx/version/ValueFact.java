package dev.vernier.onnx.version;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.ValueType;

/**
 * What a conversion may need to know of a value.
 *
 * @param type UNDEFINED if unknown
 * @param rank -1 if unknown
 */
record ValueFact(DataType type, int rank) {
  static final ValueFact UNKNOWN = new ValueFact(DataType.UNDEFINED, -1);

  static ValueFact of(ValueType type) {
    return type.isTensor()
        ? new ValueFact(type.elementType(), type.hasRank() ? type.shape().size() : -1)
        : UNKNOWN;
  }

  ValueFact withType(DataType newType) {
    return new ValueFact(newType, rank);
  }

  ValueFact withRank(int newRank) {
    return new ValueFact(type, newRank);
  }

  /** This fact, completed by another where something is unknown. */
  ValueFact or(ValueFact other) {
    return new ValueFact(
        type == DataType.UNDEFINED ? other.type : type, rank < 0 ? other.rank : rank);
  }
}
