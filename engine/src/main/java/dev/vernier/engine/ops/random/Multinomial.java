package dev.vernier.engine.ops.random;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.List;

/**
 * Classes drawn with replacement from rows of unnormalised log probabilities (N, classes): (N,
 * samples). Other implementations draw others.
 */
final class Multinomial implements Operator {
  private final Counters counters;
  private final DataType type;
  private final int samples;

  Multinomial(NodeContext context) {
    Node node = context.node();
    counters = new Counters(node);
    type = DataType.of((int) node.intAttribute("dtype", DataType.INT32.code()));
    samples = Shapes.dimension(node.intAttribute("sample_size", 1));
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    Require.rank(inputs, 0, 2, 2);
    if (x.hasDims() && x.dims()[1] == 0) {
      throw new IllegalArgumentException(
          "input 0 has shape " + Dims.text(x.dims()) + ": expected at least one class");
    }
    return List.of(
        x.hasDims() ? TensorFact.of(type, x.dims()[0], samples) : TensorFact.unknown(type));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int classes = x.dim(1);
    double[] cumulated = workspace.doubles(classes);
    for (int row = 0; row < x.dim(0); row++) {
      cumulate(x, row * classes, classes, cumulated);
      for (int i = row * samples; i < (row + 1) * samples; i++) {
        outputs[0].setLong(i, draw(cumulated, classes, counters.uniform(i)));
      }
    }
  }

  private static void cumulate(Tensor x, int from, int classes, double[] cumulated) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, x.doubleAt(from + c));
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += StrictMath.exp(x.doubleAt(from + c) - largest);
      cumulated[c] = sum;
    }
  }

  private static int draw(double[] cumulated, int classes, double share) {
    double wanted = share * cumulated[classes - 1];
    int c = 0;
    while (c < classes - 1 && cumulated[c] <= wanted) {
      c++;
    }
    return c;
  }
}
