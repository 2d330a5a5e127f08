package dev.vernier.engine.ops.norm;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.List;

/** Local response normalisation across neighbouring channels. */
final class LRN implements Operator {
  private final int size;
  private final float alpha;
  private final float beta;
  private final float bias;

  LRN(NodeContext context) {
    size = Require.positive(context.node(), "size", 1);
    alpha = context.node().floatAttribute("alpha", 1e-4f);
    beta = context.node().floatAttribute("beta", 0.75f);
    bias = context.node().floatAttribute("bias", 1f);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    Require.rank(inputs, 0, 2, Integer.MAX_VALUE);
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int channels = x.dim(1);
    int plane = Shapes.product(x.dims(), 2, x.rank());
    for (int i = 0; i < x.size(); i++) {
      int channel = i / plane % channels;
      int first = Math.max(0, channel - (size - 1) / 2);
      int last = Math.min(channels - 1, (int) Math.min(channels, channel + (long) size / 2));
      double squares = 0;
      for (int c = first; c <= last; c++) {
        double neighbour = x.doubleAt(i + (c - channel) * plane);
        squares = Math.fma(neighbour, neighbour, squares);
      }
      double divisor = StrictMath.pow(bias + alpha / size * squares, beta);
      outputs[0].setDouble(i, x.doubleAt(i) / divisor);
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
