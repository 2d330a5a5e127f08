package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import java.util.List;

/**
 * Attention whose projection multiplies codes: exact integer sums, then numbers. Source: schema of
 * ONNX Runtime (docs/ContribOperators.md).
 */
final class QAttention extends CompositeOperator {
  private final Heads heads;

  QAttention(NodeContext context) {
    heads = new Heads(context);
    if (context.node().intAttribute("do_rotary", 0) != 0
        || context.node().intAttribute("past_present_share_buffer", 0) != 0) {
      throw new IllegalArgumentException(
          "attributes do_rotary and past_present_share_buffer are not supported");
    }
  }

  @Override
  public void expand(Expansion to) {
    String[] operands = {to.input(0), to.input(1), to.input(6), to.input(7)};
    String scale = to.add("Mul", to.input(3), to.input(4));
    List<String> parts = Heads.split(to, IntegerSums.numbers(to, operands, scale, to.input(2)));
    List<String> results =
        heads.add(
            to,
            parts.get(0),
            parts.get(1),
            parts.get(2),
            to.input(5),
            "",
            Heads.past(to, to.input(8)));
    to.result(0, results.get(0));
    if (to.wants(1)) {
      to.result(1, Heads.present(to, results.get(1), results.get(2)));
    }
  }
}
