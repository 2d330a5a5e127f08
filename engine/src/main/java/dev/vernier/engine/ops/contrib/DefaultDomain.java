package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Node;

/** An operator with the meaning that its name has in the default domain. */
final class DefaultDomain extends CompositeOperator {
  private final Node node;

  DefaultDomain(NodeContext context) {
    node = context.node();
  }

  @Override
  public void expand(Expansion to) {
    to.result(0, to.add(node.opType(), node.attributes(), node.inputs().toArray(String[]::new)));
  }
}
