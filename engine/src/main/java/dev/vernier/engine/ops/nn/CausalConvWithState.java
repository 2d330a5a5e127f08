package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.kernels.Kernels;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution of every channel with its own kernel of k taps along time, seeing no later step:
 * the k - 1 steps before the first are the state, or zeros. X is (N, C, steps), weights (C, 1, k),
 * states (N, C, k - 1). One chain of fused multiply-adds an output, from the bias on, earliest step
 * first; then x / (1 + exp(-x)) if the activation is silu or swish.
 */
final class CausalConvWithState implements Operator {
  private final boolean swish;
  private final int outputs;

  CausalConvWithState(NodeContext context) {
    String activation = context.node().stringAttribute("activation", "none");
    swish =
        switch (activation) {
          case "none" -> false;
          case "silu", "swish" -> true;
          default ->
              throw new IllegalArgumentException(
                  "attribute activation = '" + activation + "': expected none, silu or swish");
        };
    outputs = context.outputCount();
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!Facts.shaped(inputs)) {
      return Facts.repeat(TensorFact.unknown(x.type()), outputs);
    }
    int[] w = inputs.get(1).dims();
    if (x.rank() != 3 || w.length != 3 || w[0] != x.dims()[1] || w[1] != 1 || w[2] < 1) {
      throw new IllegalArgumentException(
          "weights "
              + Dims.text(w)
              + " do not fit input "
              + Dims.text(x.dims())
              + ": expected (channels, 1, k) and (batch, channels, steps)");
    }
    int[] state = Shapes.with(x.dims(), 2, w[2] - 1);
    TensorFact past = Facts.optional(inputs, 3);
    if (past != null && !Arrays.equals(past.dims(), state)) {
      throw new IllegalArgumentException(
          "state " + Dims.text(past.dims()) + ": expected " + Dims.text(state));
    }
    return List.of(TensorFact.of(x.type(), x.dims()), TensorFact.of(x.type(), state))
        .subList(0, outputs);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] results, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor w = inputs[1];
    Tensor bias = Facts.optional(inputs, 2);
    Tensor past = Facts.optional(inputs, 3);
    int steps = x.dim(2);
    int taps = w.dim(2);
    float[] padded = workspace.floats(taps - 1 + steps);
    float[] sums = workspace.floats(steps);
    for (int row = 0; row < x.dim(0) * x.dim(1); row++) {
      int channel = row % x.dim(1);
      fill(padded, 0, past, row, taps - 1);
      fill(padded, taps - 1, x, row, steps);
      Arrays.fill(sums, 0, steps, bias == null ? 0f : bias.floats()[bias.offset() + channel]);
      for (int t = 0; t < taps; t++) {
        float weight = w.floats()[w.offset() + channel * taps + t];
        workspace.kernels().addScaled(padded, t, weight, sums, 0, steps);
      }
      store(sums, row * steps, steps, results[0], workspace.kernels());
      if (outputs > 1 && results[1] != null) {
        int to = results[1].offset() + row * (taps - 1);
        System.arraycopy(padded, steps, results[1].floats(), to, taps - 1);
      }
    }
  }

  private static void fill(float[] to, int at, Tensor from, int row, int n) {
    if (from == null) {
      Arrays.fill(to, at, at + n, 0f);
    } else {
      System.arraycopy(from.floats(), from.offset() + row * n, to, at, n);
    }
  }

  private void store(float[] sums, int at, int n, Tensor y, Kernels kernels) {
    if (y == null) {
      return;
    }
    int to = y.offset() + at;
    if (swish) {
      kernels.sigmoid(sums, 0, y.floats(), to, n);
      kernels.mul(sums, 0, y.floats(), to, y.floats(), to, n);
    } else {
      System.arraycopy(sums, 0, y.floats(), to, n);
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean[] carries = new boolean[outputs.size()];
    boolean past = Facts.optional(inputs, 3) == null || inputCarries[3];
    boolean bias = Facts.optional(inputs, 2) == null || inputs.get(2).isConstant();
    Arrays.fill(carries, inputCarries[0] && inputs.get(1).isConstant() && bias && past);
    return carries;
  }
}
