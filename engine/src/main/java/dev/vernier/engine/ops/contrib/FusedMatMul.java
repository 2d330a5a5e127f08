package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Node;
import java.util.Map;

/**
 * alpha A B over the last two axes, where either operand may first be transposed: its last two
 * axes, or its first axis moved before the last.
 */
final class FusedMatMul extends CompositeOperator {
  private final Node node;
  private final float alpha;

  FusedMatMul(NodeContext context) {
    node = context.node();
    alpha = node.floatAttribute("alpha", 1f);
  }

  @Override
  public void expand(Expansion to) {
    String a = operand(to, to.input(0), "A");
    String b = operand(to, to.input(1), "B");
    String product = to.add("MatMul", a, b);
    to.result(0, alpha == 1 ? product : to.add("Mul", product, to.scalar(alpha)));
  }

  private String operand(Expansion to, String x, String name) {
    long last = node.intAttribute("trans" + name, 0);
    long batch = node.intAttribute("transBatch" + name, 0);
    if (last == 0 && batch == 0) {
      return x;
    }
    Map<String, Attribute> which = Map.of("last", Attribute.of(last), "batch", Attribute.of(batch));
    return to.add(ContribOperators.OWN, "MoveMatrixAxes", 1, which, 1, x).get(0);
  }
}
