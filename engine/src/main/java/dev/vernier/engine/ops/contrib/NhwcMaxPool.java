package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Node;

/** MaxPool of 8-bit images whose channels are the last axis. */
final class NhwcMaxPool extends CompositeOperator {
  private final Node node;

  NhwcMaxPool(NodeContext context) {
    node = context.node();
  }

  @Override
  public void expand(Expansion to) {
    int axes = node.intsAttribute("kernel_shape").length;
    String x = Layouts.channelsFirst(to, to.input(0), axes);
    to.result(0, Layouts.channelsLast(to, to.add("MaxPool", node.attributes(), x), axes));
  }
}
