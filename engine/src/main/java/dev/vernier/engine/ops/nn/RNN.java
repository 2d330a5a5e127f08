package dev.vernier.engine.ops.nn;

import dev.vernier.engine.NodeContext;

/** Elman network: one gate. */
final class RNN extends Recurrence {
  RNN(NodeContext context) {
    super(context, 1);
  }

  @Override
  void step(Direction d, int b, int gate) {
    int n = d.hidden();
    int at = b * n;
    multiplyState(d, d.hiddenState(), at, 0, n);
    d.kernels().add(d.inputProducts(), gate, d.stateProducts(), 0, d.hiddenState(), at, n);
    limit(d, d.hiddenState(), at, n);
    activation(d.index(), 1, 0, "Tanh").apply(d.kernels(), d.hiddenState(), at, n);
  }
}
