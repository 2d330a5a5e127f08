package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.List;

/**
 * Attention by a recurrent state S of (key width, value width) for every key head, step by step: S
 * is scaled by exp(decay) if gated; then k ⊗ v is added, with v replaced by beta (v - S^T k) under
 * the delta rules; a query head reads scale * S^T q from the key head it shares. Operands are (N,
 * steps, heads * width); decay has one value a head or one a row of S, beta one a head or one for
 * all. All arithmetic is in single precision, sums in order of the key width.
 */
final class LinearAttention implements Operator {
  private final int queryHeads;
  private final int keyHeads;
  private final float scale;
  private final boolean gated;
  private final boolean delta;
  private final int outputs;

  LinearAttention(NodeContext context) {
    Node node = context.node();
    queryHeads = (int) node.intAttribute("q_num_heads", 0);
    keyHeads = (int) node.intAttribute("kv_num_heads", 0);
    if (keyHeads <= 0 || queryHeads <= 0 || queryHeads % keyHeads != 0) {
      throw new IllegalArgumentException(
          "attribute q_num_heads = "
              + queryHeads
              + ": expected a positive multiple of kv_num_heads, which is "
              + keyHeads);
    }
    scale = node.floatAttribute("scale", 0f);
    String rule = node.stringAttribute("update_rule", "gated_delta");
    if (!List.of("linear", "gated", "delta", "gated_delta").contains(rule)) {
      throw new IllegalArgumentException(
          "attribute update_rule = '" + rule + "': expected linear, gated, delta or gated_delta");
    }
    gated = rule.startsWith("gated");
    delta = rule.endsWith("delta");
    outputs = context.outputCount();
    require(gated, node.hasInput(4), "decay", rule);
    require(delta, node.hasInput(5), "beta", rule);
  }

  private static void require(boolean needed, boolean present, String input, String rule) {
    if (needed != present) {
      throw new IllegalArgumentException(
          "input " + input + " is " + (needed ? "needed by" : "not used by") + " rule " + rule);
    }
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact q = inputs.get(0);
    TensorFact past = Facts.optional(inputs, 3);
    TensorFact state = past == null ? q : past;
    if (!Facts.shaped(inputs)) {
      return List.of(TensorFact.unknown(q.type()), TensorFact.unknown(state.type()))
          .subList(0, outputs);
    }
    Sizes s = sizes(q.dims(), inputs.get(1).dims(), inputs.get(2).dims());
    return List.of(
            TensorFact.of(q.type(), s.batch, s.steps, queryHeads * s.valueWidth),
            TensorFact.of(state.type(), s.batch, keyHeads, s.width, s.valueWidth))
        .subList(0, outputs);
  }

  private record Sizes(int batch, int steps, int width, int valueWidth) {
    int state() {
      return width * valueWidth;
    }
  }

  private Sizes sizes(int[] q, int[] k, int[] v) {
    boolean fit =
        q.length == 3
            && k.length == 3
            && v.length == 3
            && q[2] % queryHeads == 0
            && k[2] == q[2] / queryHeads * keyHeads
            && v[2] % keyHeads == 0;
    if (!fit) {
      throw new IllegalArgumentException(
          "query "
              + Dims.text(q)
              + ", key "
              + Dims.text(k)
              + " and value "
              + Dims.text(v)
              + " do not split into "
              + queryHeads
              + " and "
              + keyHeads
              + " heads");
    }
    return new Sizes(q[0], q[1], q[2] / queryHeads, v[2] / keyHeads);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] results, Workspace workspace) {
    Sizes s = sizes(inputs[0].dims(), inputs[1].dims(), inputs[2].dims());
    Tensor past = Facts.optional(inputs, 3);
    Head head = new Head(s, inputs, workspace);
    for (int h = 0; h < s.batch * keyHeads; h++) {
      if (past == null) {
        Arrays.fill(head.state, 0, s.state(), 0f);
      } else {
        int from = past.offset() + h * s.state();
        System.arraycopy(past.floats(), from, head.state, 0, s.state());
      }
      for (int t = 0; t < s.steps; t++) {
        head.step(h / keyHeads * s.steps + t, h % keyHeads, results[0]);
      }
      if (outputs > 1 && results[1] != null) {
        int to = results[1].offset() + h * s.state();
        System.arraycopy(head.state, 0, results[1].floats(), to, s.state());
      }
    }
  }

  /** One key head's state going through the steps. */
  private final class Head {
    private final Sizes s;
    private final Tensor[] inputs;
    private final Kernels kernels;
    private final float[] state;
    private final float[] update;
    private final float[] factors;
    private final float factor;

    Head(Sizes s, Tensor[] inputs, Workspace workspace) {
      this.s = s;
      this.inputs = inputs;
      kernels = workspace.kernels();
      state = workspace.floats(s.state());
      update = workspace.floats(s.valueWidth);
      factors = workspace.floats(s.width);
      factor = scale == 0 ? (float) (1 / Math.sqrt(s.width)) : scale;
    }

    /** A step of a sample; {@code row} counts the steps of all samples. */
    void step(int row, int head, Tensor y) {
      if (gated) {
        decay(row, head);
      }
      int key = inputs[1].offset() + (row * keyHeads + head) * s.width;
      int value = inputs[2].offset() + (row * keyHeads + head) * s.valueWidth;
      System.arraycopy(inputs[2].floats(), value, update, 0, s.valueWidth);
      if (delta) {
        correct(row, head, key);
      }
      for (int d = 0; d < s.width; d++) {
        float weight = inputs[1].floats()[key + d];
        kernels.addScaled(update, 0, weight, state, d * s.valueWidth, s.valueWidth);
      }
      int group = queryHeads / keyHeads;
      for (int q = head * group; y != null && q < (head + 1) * group; q++) {
        read(row * queryHeads + q, y);
      }
    }

    private void decay(int row, int head) {
      Tensor decay = inputs[4];
      boolean byHead = decay.dim(2) == keyHeads;
      int each = byHead ? 1 : s.width;
      kernels.exp(
          decay.floats(), decay.offset() + (row * keyHeads + head) * each, factors, 0, each);
      for (int d = 0; d < s.width; d++) {
        int at = d * s.valueWidth;
        kernels.mulScalar(state, at, factors[byHead ? 0 : d], state, at, s.valueWidth);
      }
    }

    /** update = beta (value - S^T key). */
    private void correct(int row, int head, int key) {
      Tensor beta = inputs[5];
      int each = beta.dim(2);
      float rate = beta.floats()[beta.offset() + row * each + (each == 1 ? 0 : head)];
      for (int d = 0; d < s.width; d++) {
        float weight = -inputs[1].floats()[key + d];
        kernels.addScaled(state, d * s.valueWidth, weight, update, 0, s.valueWidth);
      }
      kernels.mulScalar(update, 0, rate, update, 0, s.valueWidth);
    }

    private void read(int head, Tensor y) {
      Tensor q = inputs[0];
      int to = y.offset() + head * s.valueWidth;
      Arrays.fill(y.floats(), to, to + s.valueWidth, 0f);
      for (int d = 0; d < s.width; d++) {
        float weight = q.floats()[q.offset() + head * s.width + d];
        kernels.addScaled(state, d * s.valueWidth, weight, y.floats(), to, s.valueWidth);
      }
      kernels.mulScalar(y.floats(), to, factor, y.floats(), to, s.valueWidth);
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-4f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean all = true;
    for (int i = 0; i < inputs.size(); i++) {
      all &= inputs.get(i) == null || inputCarries[i];
    }
    boolean[] carries = new boolean[outputs.size()];
    Arrays.fill(carries, all);
    return carries;
  }
}
