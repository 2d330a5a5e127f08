package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Subgraph;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.DenseProducts;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.List;

/**
 * Scaled dot-product attention whose scores and weights pass through graphs of the node's own:
 * score_mod before the softmax, prob_mod after it. Q is (N, heads, rows, width), K and V (N, shared
 * heads, keys, ...), and head h uses shared head h / (heads / shared). The graphs see all scores as
 * one tensor of the softmax's type; sums are in double precision if a type is DOUBLE, else single.
 */
final class FlexAttention implements Operator {
  private final Subgraph scoreMod;
  private final Subgraph weightMod;
  private final DataType softmaxType;
  private final boolean scaled;
  private final float scale;

  FlexAttention(NodeContext context) {
    Node node = context.node();
    scoreMod = node.hasAttribute("score_mod") ? context.subgraph("score_mod") : null;
    weightMod = node.hasAttribute("prob_mod") ? context.subgraph("prob_mod") : null;
    softmaxType =
        node.hasAttribute("softmax_precision")
            ? DataType.of((int) node.intAttribute("softmax_precision", 0))
            : null;
    if (softmaxType != null && !softmaxType.isFloatingPoint()) {
      throw new IllegalArgumentException(
          "attribute softmax_precision is " + softmaxType + ": expected a floating-point type");
    }
    scaled = node.hasAttribute("scale");
    scale = node.floatAttribute("scale", 0f);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact q = inputs.get(0);
    if (!q.hasDims() || !inputs.get(1).hasDims() || !inputs.get(2).hasDims()) {
      return List.of(TensorFact.unknown(q.type()));
    }
    int[] k = inputs.get(1).dims();
    int[] v = inputs.get(2).dims();
    boolean fit = q.rank() == 4 && k.length == 4 && v.length == 4;
    fit = fit && q.dims()[3] == k[3] && k[2] == v[2] && k[1] == v[1] && k[0] == v[0];
    fit = fit && q.dims()[0] == k[0] && k[1] > 0 && q.dims()[1] % k[1] == 0;
    if (!fit) {
      throw new IllegalArgumentException(
          "query "
              + Dims.text(q.dims())
              + ", key "
              + Dims.text(k)
              + " and value "
              + Dims.text(v)
              + " do not fit: expected (batch, heads, rows, width), heads a multiple of the key's");
    }
    return List.of(TensorFact.of(q.type(), q.dims()[0], q.dims()[1], q.dims()[2], v[3]));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    DataType graphType = softmaxType == null ? atLeastSingle(inputs[0].type()) : softmaxType;
    boolean wide = inputs[0].type() == DataType.DOUBLE || graphType == DataType.DOUBLE;
    DataType type = wide ? DataType.DOUBLE : DataType.FLOAT;
    Tensor value = converted(inputs[2], type, workspace);
    Tensor scores = scores(inputs, type, workspace);
    scores = modified(scores, scoreMod, graphType, inputs, workspace);
    softmax(scores, workspace.kernels());
    scores = modified(scores, weightMod, graphType, inputs, workspace);
    Tensor mixed = DenseProducts.scratch(type, workspace, outputs[0].dims());
    int heads = inputs[0].dim(1);
    int shared = inputs[1].dim(1);
    int rows = scores.dim(2);
    int keys = scores.dim(3);
    int width = value.dim(3);
    for (int h = 0; h < inputs[0].dim(0) * heads; h++) {
      int from = sharedHead(h, heads, shared) * keys * width;
      DenseProducts.multiply(
          workspace.kernels(),
          rows,
          width,
          keys,
          scores,
          h * rows * keys,
          value,
          from,
          mixed,
          h * rows * width);
    }
    DenseProducts.store(mixed, outputs[0]);
  }

  private static DataType atLeastSingle(DataType type) {
    return type == DataType.DOUBLE ? type : DataType.FLOAT;
  }

  private static int sharedHead(int h, int heads, int shared) {
    return h / heads * shared + h % heads / (heads / shared);
  }

  private static Tensor converted(Tensor x, DataType type, Workspace workspace) {
    if (x.type() == type) {
      return x;
    }
    Tensor y = DenseProducts.scratch(type, workspace, x.dims());
    DenseProducts.store(x, y);
    return y;
  }

  /** Scaled products of all queries and keys: (N, heads, rows, keys). */
  private Tensor scores(Tensor[] inputs, DataType type, Workspace workspace) {
    Tensor query = converted(inputs[0], type, workspace);
    Tensor key = converted(inputs[1], type, workspace);
    int heads = query.dim(1);
    int rows = query.dim(2);
    int keys = key.dim(2);
    int width = query.dim(3);
    Tensor flipped = DenseProducts.scratch(type, workspace, width, keys);
    Tensor scores = DenseProducts.scratch(type, workspace, query.dim(0), heads, rows, keys);
    double factor = scaled ? scale : 1 / Math.sqrt(width);
    for (int h = 0; h < query.dim(0) * heads; h++) {
      int from = sharedHead(h, heads, key.dim(1)) * keys * width;
      for (int i = 0; i < keys * width; i++) {
        flipped.setDouble(i % width * keys + i / width, factor * key.doubleAt(from + i));
      }
      DenseProducts.multiply(
          workspace.kernels(),
          rows,
          keys,
          width,
          query,
          h * rows * width,
          flipped,
          0,
          scores,
          h * rows * keys);
    }
    return scores;
  }

  /** What the graph makes of the scores; rounded to the graph's type even without a graph. */
  private static Tensor modified(
      Tensor scores, Subgraph graph, DataType graphType, Tensor[] inputs, Workspace workspace) {
    if (graph == null && (graphType == scores.type() || graphType == DataType.DOUBLE)) {
      return scores;
    }
    Tensor given = workspace.allocate(graphType, scores.dims());
    DenseProducts.store(scores, given);
    Tensor result =
        graph == null ? given : graph.run(new Tensor[] {given}, inputs, workspace)[0].tensor();
    if (result.size() != scores.size()) {
      throw new IllegalArgumentException(
          "the graph gives " + result + ": expected the shape of its input, " + given);
    }
    DenseProducts.store(result, scores);
    return scores;
  }

  private static void softmax(Tensor scores, Kernels kernels) {
    int n = scores.dim(3);
    for (int i = 0; n > 0 && i < scores.size(); i += n) {
      int from = scores.offset() + i;
      if (scores.type() == DataType.FLOAT) {
        kernels.softmaxRow(scores.floats(), from, scores.floats(), from, n);
      } else {
        softmax(scores.doubles(), from, n);
      }
    }
  }

  private static void softmax(double[] x, int from, int n) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + n; i++) {
      largest = Math.max(largest, x[i]);
    }
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      x[i] = StrictMath.exp(x[i] - largest);
      sum += x[i];
    }
    for (int i = from; i < from + n; i++) {
      x[i] /= sum;
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }
}
