package dev.vernier.engine.ops.nn;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;

/** Long short-term memory; gates in the order input, output, forget, cell. */
final class LSTM extends Recurrence {
  private final boolean coupled;

  LSTM(NodeContext context) {
    super(context, 4);
    coupled = context.node().intAttribute("input_forget", 0) != 0;
  }

  @Override
  boolean hasCell() {
    return true;
  }

  @Override
  void step(Direction d, int b, int gate) {
    int n = d.hidden();
    int at = b * n;
    float[] g = d.inputProducts();
    float[] c = d.cellState();
    float[] h = d.hiddenState();
    Gates f = activation(d.index(), 3, 0, "Sigmoid");
    multiplyState(d, h, at, 0, 4 * n);
    d.kernels().add(g, gate, d.stateProducts(), 0, g, gate, 4 * n);
    peep(d, c, at, g, gate, 0);
    peep(d, c, at, g, gate + 2 * n, 2);
    limit(d, g, gate, n);
    limit(d, g, gate + 2 * n, 2 * n);
    f.apply(d.kernels(), g, gate, n);
    f.apply(d.kernels(), g, gate + 2 * n, n);
    activation(d.index(), 3, 1, "Tanh").apply(d.kernels(), g, gate + 3 * n, n);
    for (int i = 0; i < n; i++) {
      float input = g[gate + i];
      float forget = coupled ? 1 - input : g[gate + 2 * n + i];
      c[at + i] = Math.fma(forget, c[at + i], input * g[gate + 3 * n + i]);
    }
    peep(d, c, at, g, gate + n, 1);
    limit(d, g, gate + n, n);
    f.apply(d.kernels(), g, gate + n, n);
    System.arraycopy(c, at, h, at, n);
    activation(d.index(), 3, 2, "Tanh").apply(d.kernels(), h, at, n);
    d.kernels().mul(h, at, g, gate + n, h, at, n);
  }

  /** Adds the cell state, weighted by one of the three peephole vectors. */
  private static void peep(Direction d, float[] c, int at, float[] g, int gate, int which) {
    Tensor peepholes = d.input(7);
    if (peepholes == null) {
      return;
    }
    int from = peepholes.offset() + (d.index() * 3 + which) * d.hidden();
    for (int i = 0; i < d.hidden(); i++) {
      g[gate + i] = Math.fma(peepholes.floats()[from + i], c[at + i], g[gate + i]);
    }
  }
}
