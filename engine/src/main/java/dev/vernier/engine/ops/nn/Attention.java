package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Scaled dot-product attention over heads that may share keys and values, with optional mask, soft
 * cap and cached keys and values. Products are chains of fused multiply-adds in order of K.
 */
final class Attention implements Operator {
  private final int queryHeads;
  private final int keyHeads;
  private final AttentionMask.Window window;
  private final float scale;
  private final float softcap;
  private final int probeMode;
  private final int outputs;

  Attention(NodeContext context) {
    Node node = context.node();
    queryHeads = (int) node.intAttribute("q_num_heads", 0);
    keyHeads = (int) node.intAttribute("kv_num_heads", 0);
    window =
        AttentionMask.Window.of(
            node.intAttribute("is_causal", 0) != 0,
            node.intAttribute("left_window_size", -1),
            node.intAttribute("right_window_size", -1));
    scale = node.floatAttribute("scale", 0f);
    softcap = node.floatAttribute("softcap", 0f);
    probeMode = (int) node.intAttribute("qk_matmul_output_mode", 0);
    outputs = node.outputs().size();
  }

  /** Sizes of one call: samples, heads, rows of each operand and their widths. */
  private record Sizes(
      int batch,
      int heads,
      int keyHeads,
      int rows,
      int past,
      int fresh,
      int width,
      int valueWidth) {
    int total() {
      return past + fresh;
    }
  }

  /** Queries, keys and values all of rank 3 or all of rank 4, those cached of rank 4. */
  private static void requireRanks(List<TensorFact> inputs) {
    Require.rank(inputs, 0, 3, 4);
    int rank = inputs.get(0).rank();
    Require.rank(inputs, 1, rank, rank);
    Require.rank(inputs, 2, rank, rank);
    Require.rank(inputs, 4, 4, 4);
    Require.rank(inputs, 5, 4, 4);
  }

  private Sizes sizes(int[] q, int[] k, int[] v, int[] past) {
    int cached = past == null ? 0 : past[2];
    if (q.length == 4) {
      return new Sizes(q[0], q[1], k[1], q[2], cached, k[2], q[3], v[3]);
    }
    if (queryHeads <= 0 || keyHeads <= 0) {
      throw new IllegalArgumentException(
          "inputs of rank 3 need attributes q_num_heads and kv_num_heads");
    }
    return new Sizes(
        q[0], queryHeads, keyHeads, q[1], cached, k[1], q[2] / queryHeads, v[2] / keyHeads);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    DataType type = inputs.get(0).type();
    if (!Facts.shaped(inputs)) {
      return Collections.nCopies(outputs, TensorFact.unknown(type));
    }
    requireRanks(inputs);
    TensorFact past = Facts.optional(inputs, 4);
    int[] q = inputs.get(0).dims();
    Sizes s =
        sizes(q, inputs.get(1).dims(), inputs.get(2).dims(), past == null ? null : past.dims());
    TensorFact y =
        q.length == 4
            ? TensorFact.of(type, s.batch, s.heads, s.rows, s.valueWidth)
            : TensorFact.of(type, s.batch, s.rows, s.heads * s.valueWidth);
    return List.of(
            y,
            TensorFact.of(inputs.get(1).type(), s.batch, s.keyHeads, s.total(), s.width),
            TensorFact.of(inputs.get(2).type(), s.batch, s.keyHeads, s.total(), s.valueWidth),
            TensorFact.of(type, s.batch, s.heads, s.rows, s.total()))
        .subList(0, outputs);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] results, Workspace workspace) {
    Tensor past = Facts.optional(inputs, 4);
    Sizes s =
        sizes(
            inputs[0].dims(),
            inputs[1].dims(),
            inputs[2].dims(),
            past == null ? null : past.dims());
    float[] query = heads(inputs[0], null, s.heads, s.rows, s.width, workspace);
    float[] key = heads(inputs[1], past, s.keyHeads, s.total(), s.width, workspace);
    Tensor pastValue = Facts.optional(inputs, 5);
    float[] value = heads(inputs[2], pastValue, s.keyHeads, s.total(), s.valueWidth, workspace);
    store(key, Facts.optional(results, 1));
    store(value, Facts.optional(results, 2));
    float[] scores = workspace.floats(s.rows * s.total());
    float[] flipped = workspace.floats(s.total() * s.width);
    float[] mixed = workspace.floats(s.rows * s.valueWidth);
    AttentionMask mask =
        new AttentionMask(
            Facts.optional(inputs, 3), Facts.optional(inputs, 6), window, s.past, s.rows, s.fresh);
    float root = (float) Math.sqrt(scale == 0 ? 1 / Math.sqrt(s.width) : scale);
    Kernels kernels = workspace.kernels();
    kernels.mulScalar(query, 0, root, query, 0, s.batch * s.heads * s.rows * s.width);
    for (int h = 0; h < s.batch * s.heads; h++) {
      int b = h / s.heads;
      int keyHead = b * s.keyHeads + h % s.heads / (s.heads / s.keyHeads);
      int from = keyHead * s.total() * s.width;
      kernels.transpose(key, from, s.width, flipped, 0, s.total(), s.total(), s.width);
      kernels.mulScalar(flipped, 0, root, flipped, 0, s.total() * s.width);
      kernels.gemm(
          s.rows,
          s.total(),
          s.width,
          query,
          h * s.rows * s.width,
          s.width,
          flipped,
          0,
          s.total(),
          null,
          0,
          scores,
          0,
          s.total());
      weigh(kernels, scores, mask, b, h % s.heads, h, s, Facts.optional(results, 3));
      kernels.gemm(
          s.rows,
          s.valueWidth,
          s.total(),
          scores,
          0,
          s.total(),
          value,
          keyHead * s.total() * s.valueWidth,
          s.valueWidth,
          null,
          0,
          mixed,
          0,
          s.valueWidth);
      if (results[0] != null) {
        scatter(mixed, results[0], b, h % s.heads, s);
      }
    }
  }

  /** Turns products into weights that sum to 1 in every row; a row without keys gets zeros. */
  private void weigh(
      Kernels kernels,
      float[] scores,
      AttentionMask mask,
      int b,
      int head,
      int plane,
      Sizes s,
      Tensor probe) {
    int n = s.rows * s.total();
    probe(scores, probe, plane * n, n, 0);
    if (softcap != 0) {
      kernels.mulScalar(scores, 0, 1 / softcap, scores, 0, n);
      kernels.tanh(scores, 0, scores, 0, n);
      kernels.mulScalar(scores, 0, softcap, scores, 0, n);
    }
    probe(scores, probe, plane * n, n, 1);
    mask.add(scores, b, head);
    probe(scores, probe, plane * n, n, 2);
    for (int r = 0; r < s.rows; r++) {
      int row = r * s.total();
      if (kernels.maximum(scores, row, s.total()) == Float.NEGATIVE_INFINITY) {
        Arrays.fill(scores, row, row + s.total(), 0f);
      } else {
        kernels.softmaxRow(scores, row, scores, row, s.total());
      }
    }
    probe(scores, probe, plane * n, n, 3);
  }

  private void probe(float[] scores, Tensor probe, int at, int n, int mode) {
    if (probe != null && mode == probeMode) {
      System.arraycopy(scores, 0, probe.floats(), probe.offset() + at, n);
    }
  }

  /** Cached rows and fresh ones as [batch, heads, rows, width], in scratch memory. */
  private static float[] heads(
      Tensor x, Tensor past, int heads, int rows, int width, Workspace workspace) {
    int batch = x.dim(0);
    int cached = past == null ? 0 : past.dim(2);
    int fresh = rows - cached;
    Tensor all =
        Tensor.of(workspace.floats(batch * heads * rows * width), batch, heads, rows, width);
    int[] write = Dims.strides(all.dims());
    if (past != null) {
      Copies.strided(past.dims(), past, 0, Dims.strides(past.dims()), all, 0, write);
    }
    int[] read =
        x.rank() == 4
            ? Dims.strides(x.dims())
            : new int[] {fresh * heads * width, width, heads * width, 1};
    int[] dims = {batch, heads, fresh, width};
    Copies.strided(dims, x, 0, read, all, cached * width, write);
    return all.floats();
  }

  private static void store(float[] data, Tensor y) {
    if (y != null) {
      System.arraycopy(data, 0, y.floats(), y.offset(), y.size());
    }
  }

  private static void scatter(float[] mixed, Tensor y, int b, int head, Sizes s) {
    boolean split = y.rank() == 4;
    for (int r = 0; r < s.rows; r++) {
      int row = split ? (b * s.heads + head) * s.rows + r : (b * s.rows + r) * s.heads + head;
      System.arraycopy(
          mixed, r * s.valueWidth, y.floats(), y.offset() + row * s.valueWidth, s.valueWidth);
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }
}
