package dev.vernier.engine.ops.common;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.NarrowFloats;
import dev.vernier.onnx.NarrowFloats.Rounding;
import dev.vernier.onnx.Node;

/**
 * How numbers become floating point numbers of 8 or fewer bits.
 *
 * @param saturate whether what is out of range becomes the nearest number
 * @param scaleRounding where FLOAT8E8M0 takes what lies between powers of two
 */
public record NarrowCast(boolean saturate, Rounding scaleRounding) {
  /** What ONNX prescribes where a node says nothing. */
  public static final NarrowCast DEFAULT = new NarrowCast(true, Rounding.UP);

  /** The choice that a node's attributes saturate and round_mode make. */
  public static NarrowCast of(Node node) {
    String mode = node.stringAttribute("round_mode", "up");
    Rounding rounding =
        switch (mode) {
          case "up" -> Rounding.UP;
          case "down" -> Rounding.DOWN;
          case "nearest" -> Rounding.NEAREST;
          default ->
              throw new IllegalArgumentException(
                  "attribute round_mode = '" + mode + "': expected up, down or nearest");
        };
    return new NarrowCast(node.intAttribute("saturate", 1) != 0, rounding);
  }

  /** The code of a number. */
  public byte code(DataType type, double value) {
    return (byte)
        (type == DataType.FLOAT8E8M0
            ? NarrowFloats.encodeScale(value, scaleRounding, saturate)
            : NarrowFloats.encode(type, value, saturate));
  }
}
