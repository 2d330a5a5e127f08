package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import java.util.List;

/**
 * Attention over heads with optional bias of the projections, mask of padding, bias of scores and
 * past keys and values. Queries, keys and values are given apart, each batch by sequence by hidden.
 * Source: schema of ONNX Runtime (docs/ContribOperators.md).
 */
final class MultiHeadAttention extends CompositeOperator {
  private static final int BIAS = 3;

  private final Heads heads;

  MultiHeadAttention(NodeContext context) {
    heads = new Heads(context);
    if (!context.node().hasInput(1) || !context.node().hasInput(2) || context.hasOutput(3)) {
      throw new IllegalArgumentException("packed operands and output qk are not supported");
    }
  }

  @Override
  public void expand(Expansion to) {
    String[] operands = {to.input(0), to.input(1), to.input(2)};
    if (to.has(BIAS)) {
      List<String> biases = Heads.split(to, to.input(BIAS));
      for (int i = 0; i < operands.length; i++) {
        operands[i] = to.add("Add", operands[i], biases.get(i));
      }
    }
    List<String> results =
        heads.add(
            to,
            operands[0],
            operands[1],
            operands[2],
            to.input(4),
            to.input(5),
            List.of(to.input(6), to.input(7)));
    for (int i = 0; i < results.size(); i++) {
      to.result(i, results.get(i));
    }
  }
}
