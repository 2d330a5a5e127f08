package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Node;

/** Gemm followed by an activation. */
final class FusedGemm extends CompositeOperator {
  private final Node node;
  private final FusedActivation activation;

  FusedGemm(NodeContext context) {
    node = context.node();
    activation =
        FusedActivation.of(
            node,
            node.floatAttribute("activation_alpha", Float.NaN),
            node.floatAttribute("activation_beta", Float.NaN));
  }

  @Override
  public void expand(Expansion to) {
    String[] operands =
        to.has(2)
            ? new String[] {to.input(0), to.input(1), to.input(2)}
            : new String[] {to.input(0), to.input(1)};
    to.result(0, activation.add(to, to.add("Gemm", FusedActivation.without(node), operands)));
  }
}
