package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Node;
import java.util.List;

/**
 * Projection of an input to queries, keys and values by one matrix, then attention over heads.
 * Source: schema of ONNX Runtime (docs/ContribOperators.md).
 */
final class Attention extends CompositeOperator {
  private final Heads heads;
  private final long[] sizes;

  Attention(NodeContext context) {
    Node node = context.node();
    heads = new Heads(context);
    sizes = node.intsAttribute("qkv_hidden_sizes");
    if (node.intAttribute("do_rotary", 0) != 0
        || node.intAttribute("past_present_share_buffer", 0) != 0) {
      throw new IllegalArgumentException(
          "attributes do_rotary and past_present_share_buffer are not supported");
    }
  }

  @Override
  public void expand(Expansion to) {
    String product = to.add("MatMul", to.input(0), to.input(1));
    String projected = to.has(2) ? to.add("Add", product, to.input(2)) : product;
    List<String> parts = Heads.split(to, projected, sizes);
    List<String> results =
        heads.add(
            to,
            parts.get(0),
            parts.get(1),
            parts.get(2),
            to.input(3),
            to.input(5),
            Heads.past(to, to.input(4)));
    to.result(0, results.get(0));
    if (to.wants(1)) {
      to.result(1, Heads.present(to, results.get(1), results.get(2)));
    }
  }
}
