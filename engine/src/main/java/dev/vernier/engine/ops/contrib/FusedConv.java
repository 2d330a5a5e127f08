package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Node;

/** Conv, then the sum with a fourth input if there is one, then an activation. */
final class FusedConv extends CompositeOperator {
  private final Node node;
  private final FusedActivation activation;

  FusedConv(NodeContext context) {
    node = context.node();
    activation = FusedActivation.of(node, node.floatsAttribute("activation_params"));
  }

  @Override
  public void expand(Expansion to) {
    String[] operands =
        to.has(2)
            ? new String[] {to.input(0), to.input(1), to.input(2)}
            : new String[] {to.input(0), to.input(1)};
    String y = to.add("Conv", FusedActivation.without(node), operands);
    String sum = to.has(3) ? to.add("Add", y, to.input(3)) : y;
    to.result(0, activation.add(to, sum));
  }
}
