package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.onnx.Node;
import java.util.List;

/**
 * Rotates pairs of a head's leading elements by angles that depend on the position (arXiv
 * 2104.09864): (a, b) becomes (a cos - b sin, a sin + b cos). Pairs are neighbours if interleaved,
 * otherwise one half apart. X is (N, heads, rows, width) or (N, rows, heads * width). Cosines and
 * sines are (positions, pairs) with position ids (N, rows), or (N, rows, pairs) without.
 */
final class RotaryEmbedding implements Operator {
  private final boolean interleaved;
  private final int rotated;
  private final int heads;

  RotaryEmbedding(NodeContext context) {
    Node node = context.node();
    interleaved = node.intAttribute("interleaved", 0) != 0;
    rotated = (int) node.intAttribute("rotary_embedding_dim", 0);
    heads = (int) node.intAttribute("num_heads", 0);
  }

  /** Sizes of one call, and the elements between heads and between rows of X. */
  private record Layout(int heads, int rows, int width, int headStep, int rowStep) {}

  private Layout layout(int[] x) {
    if (x.length == 4) {
      return new Layout(x[1], x[2], x[3], x[2] * x[3], x[3]);
    }
    if (x.length != 3 || heads <= 0 || x[2] % heads != 0) {
      throw new IllegalArgumentException(
          "input "
              + Dims.text(x)
              + ": expected rank 4, or rank 3 with attribute num_heads (here "
              + heads
              + ") dividing the last dimension");
    }
    return new Layout(heads, x[1], x[2] / heads, x[2] / heads, x[2]);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (Facts.shaped(inputs)) {
      check(inputs);
    }
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  /** Angles are given by position, looked up by ids, or for each row of each sample or of all. */
  private void check(List<TensorFact> inputs) {
    int[] x = inputs.get(0).dims();
    Layout layout = layout(x);
    int samples = x[0];
    int pairs = pairs(layout);
    int[] cache = inputs.get(1).dims();
    if (Facts.optional(inputs, 3) != null) {
      Require.shape(inputs, 1, -1, pairs);
      Require.rank(inputs, 3, 2, 2);
      Require.shape(inputs, 3, inputs.get(3).dims()[0] == 1 ? 1 : samples, layout.rows);
    } else if (cache.length == 2) {
      Require.shape(inputs, 1, layout.rows, pairs);
    } else {
      Require.rank(inputs, 1, 3, 3);
      Require.shape(inputs, 1, cache[0] == 1 ? 1 : samples, layout.rows, pairs);
    }
    Require.shape(inputs, 2, cache);
  }

  private int pairs(Layout layout) {
    return (rotated == 0 ? layout.width : rotated) / 2;
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    y.set(x);
    Layout layout = layout(x.dims());
    Tensor ids = Facts.optional(inputs, 3);
    int pairs = pairs(layout);
    int sample = layout.heads * layout.rows * layout.width;
    for (int n = 0; n < x.dim(0); n++) {
      for (int row = 0; row < layout.rows; row++) {
        int angle = angle(inputs[1], ids, n, row) * pairs;
        for (int head = 0; head < layout.heads; head++) {
          int at = n * sample + head * layout.headStep + row * layout.rowStep;
          rotate(x, at, inputs[1], inputs[2], angle, pairs, y);
        }
      }
    }
  }

  /** The row of cosines for a position; without ids a single sample's serve all. */
  private static int angle(Tensor cosines, Tensor ids, int n, int row) {
    if (ids != null) {
      return Indices.at(ids, (ids.dim(0) == 1 ? 0 : n) * ids.dim(1) + row, cosines.dim(0));
    }
    boolean shared = cosines.rank() == 2 || cosines.dim(0) == 1;
    return (shared ? 0 : n) * cosines.dim(-2) + row;
  }

  private void rotate(
      Tensor x, int at, Tensor cosines, Tensor sines, int angle, int pairs, Tensor y) {
    float[] from = x.floats();
    float[] to = y.floats();
    int step = interleaved ? 2 : 1;
    int apart = interleaved ? 1 : pairs;
    for (int i = 0; i < pairs; i++) {
      float cosine = cosines.floats()[cosines.offset() + angle + i];
      float sine = sines.floats()[sines.offset() + angle + i];
      float a = from[x.offset() + at + i * step];
      float b = from[x.offset() + at + i * step + apart];
      to[y.offset() + at + i * step] = cosine * a - sine * b;
      to[y.offset() + at + i * step + apart] = sine * a + cosine * b;
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean byId = Facts.optional(inputs, 3) != null;
    boolean placed = !byId || inputCarries[3];
    boolean table = byId && !inputCarries[1] && !inputCarries[2];
    boolean constant = table && inputs.get(1).isConstant() && inputs.get(2).isConstant();
    boolean own = !byId && inputCarries[1] && inputCarries[2];
    return SampleAxis0.single(inputCarries[0] && placed && (constant || own));
  }
}
