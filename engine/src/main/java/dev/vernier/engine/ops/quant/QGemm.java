package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Node;
import java.util.Map;

/**
 * alpha A B + C of quantized matrices, either transposed if so told. C is INT32 in units of alpha
 * times the product of the scales; without a scale of the result it is of floats.
 */
final class QGemm extends QLinearOperator {
  private final Node node;
  private final float alpha;
  private final boolean transposed;

  QGemm(NodeContext context) {
    node = context.node();
    alpha = node.floatAttribute("alpha", 1f);
    transposed = node.intAttribute("transB", 0) != 0;
  }

  @Override
  public void expand(Expansion to) {
    Map<String, Attribute> columns = Map.of("axis", Attribute.of(transposed ? 0L : 1L));
    String a = dequantized(to, 0);
    String b = to.add("DequantizeLinear", columns, to.input(3), to.input(4), to.input(5));
    String product =
        to.has(6)
            ? to.add("Gemm", attributes(node), a, b, bias(to))
            : to.add("Gemm", attributes(node), a, b);
    if (to.has(7)) {
      quantize(to, product, 7, 8);
    } else {
      to.result(0, product);
    }
  }

  private String bias(Expansion to) {
    String scales = to.add("Mul", to.input(1), to.input(4));
    String unit = alpha == 1 ? scales : to.add("Mul", scales, to.scalar(alpha));
    Map<String, Attribute> last = Map.of("axis", Attribute.of(-1L));
    return to.add("DequantizeLinear", last, to.input(6), unit);
  }
}
