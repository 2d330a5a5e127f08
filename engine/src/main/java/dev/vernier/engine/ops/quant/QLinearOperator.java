package dev.vernier.engine.ops.quant;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.Tolerance;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An operator of the domain com.microsoft on codes: the float operator between DequantizeLinear and
 * QuantizeLinear, so that it runs by the same integer arithmetic as a model in that form. Sources
 * of all: schemas of ONNX Runtime (docs/ContribOperators.md).
 */
abstract class QLinearOperator extends CompositeOperator {
  /** The numbers of the codes in input {@code value}; scale and zero point are the next two. */
  static String dequantized(Expansion to, int value) {
    return dequantized(to, to.input(value), value + 1, value + 2);
  }

  static String dequantized(Expansion to, String codes, int scale, int zero) {
    return to.has(zero)
        ? to.add("DequantizeLinear", codes, to.input(scale), to.input(zero))
        : to.add("DequantizeLinear", codes, to.input(scale));
  }

  /**
   * Makes the codes of {@code numbers} output 0; without a zero point their type is that of the
   * operator's first input.
   */
  static void quantize(Expansion to, String numbers, int scale, int zero) {
    String point = to.has(zero) ? to.input(zero) : zeroLike(to, to.input(0));
    to.result(0, to.add("QuantizeLinear", numbers, to.input(scale), point));
  }

  private static String zeroLike(Expansion to, String codes) {
    String zero = to.constant(TensorData.ofIntegers("", DataType.UINT8, new long[0], 0));
    return to.add("CastLike", zero, codes);
  }

  /** The node's attributes but those named. */
  static Map<String, Attribute> attributes(Node node, String... without) {
    Map<String, Attribute> kept = new LinkedHashMap<>(node.attributes());
    for (String name : without) {
      kept.remove(name);
    }
    return kept;
  }

  /** {@code value} with its axes brought from batch, rows, columns, channels to channels first. */
  static String channelsFirst(Expansion to, String value) {
    return to.add("Transpose", Map.of("perm", Attribute.ofInts(0, 3, 1, 2)), value);
  }

  /** The reverse of {@link #channelsFirst}. */
  static String channelsLast(Expansion to, String value) {
    return to.add("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 3, 1)), value);
  }

  /** One step: halves may round to either side where ONNX Runtime works in another order. */
  @Override
  public final Tolerance tolerance() {
    return Tolerance.absolute(1);
  }
}
