package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tolerance;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.List;
import java.util.Map;

/**
 * LSTM with quantized weights, which are stored transposed. The weights' numbers are exact; inputs
 * and states, which ONNX Runtime quantizes anew at every step, stay floats here, so that results
 * differ from its by its rounding.
 */
final class DynamicQuantizeLSTM extends CompositeOperator {
  private static final long OPSET = 14;
  private static final int WEIGHTS = 8;
  private static final int RECURRENCE = 10;

  private final Node node;

  DynamicQuantizeLSTM(NodeContext context) {
    node = context.node();
  }

  @Override
  public void expand(Expansion to) {
    String w = numbers(to, 1, WEIGHTS);
    String r = numbers(to, 2, RECURRENCE);
    String[] inputs = {
      to.input(0), w, r, to.input(3), to.input(4), to.input(5), to.input(6), to.input(7)
    };
    List<String> results = to.add("", "LSTM", OPSET, node.attributes(), 3, inputs);
    for (int i = 0; i < results.size(); i++) {
      to.result(i, results.get(i));
    }
  }

  /** One scale a direction, or one for each of its columns. */
  private static String numbers(Expansion to, int codes, int scale) {
    String zero = IntegerSums.cast(to, DataType.FLOAT, to.input(scale + 1));
    String x = IntegerSums.cast(to, DataType.FLOAT, to.input(codes));
    String centred = to.add("Sub", x, columns(to, zero));
    String numbers = to.add("Mul", centred, columns(to, to.input(scale)));
    return to.add("Transpose", Map.of("perm", Attribute.ofInts(0, 2, 1)), numbers);
  }

  private static String columns(Expansion to, String parameters) {
    return to.add("Reshape", parameters, to.longs(0, 1, -1));
  }

  /** ONNX Runtime's rounding of inputs and states to 8 bits. */
  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(0.03f);
  }
}
