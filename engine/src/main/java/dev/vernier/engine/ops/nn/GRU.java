package dev.vernier.engine.ops.nn;

import dev.vernier.engine.NodeContext;

/** Gated recurrent unit; gates in the order update, reset, hidden. */
final class GRU extends Recurrence {
  private final boolean linearBeforeReset;

  GRU(NodeContext context) {
    super(context, 3);
    linearBeforeReset = context.node().intAttribute("linear_before_reset", 0) != 0;
  }

  @Override
  void step(Direction d, int b, int gate) {
    int n = d.hidden();
    int at = b * n;
    float[] g = d.inputProducts();
    float[] h = d.hiddenState();
    float[] r = d.stateProducts();
    Gates f = activation(d.index(), 2, 0, "Sigmoid");
    multiplyState(d, h, at, 0, linearBeforeReset ? 3 * n : 2 * n);
    d.kernels().add(g, gate, r, 0, g, gate, 2 * n);
    limit(d, g, gate, 2 * n);
    f.apply(d.kernels(), g, gate, 2 * n);
    if (linearBeforeReset) {
      d.kernels().mul(r, 2 * n, g, gate + n, r, 2 * n, n);
    } else {
      // The reset gate is no longer needed: its place takes the gated state.
      d.kernels().mul(h, at, g, gate + n, g, gate + n, n);
      multiplyState(d, g, gate + n, 2 * n, n);
    }
    d.kernels().add(g, gate + 2 * n, r, 2 * n, g, gate + 2 * n, n);
    limit(d, g, gate + 2 * n, n);
    activation(d.index(), 2, 1, "Tanh").apply(d.kernels(), g, gate + 2 * n, n);
    for (int i = 0; i < n; i++) {
      float update = g[gate + i];
      h[at + i] = Math.fma(update, h[at + i], (1 - update) * g[gate + 2 * n + i]);
    }
  }
}
