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
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.List;

/** Normalises every channel of every sample, then scales and shifts by channel. */
final class InstanceNormalization implements Operator {
  private final float epsilon;

  InstanceNormalization(NodeContext context) {
    epsilon = context.node().floatAttribute("epsilon", 1e-5f);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    Require.rank(inputs, 0, 2, Integer.MAX_VALUE);
    for (int i = 1; x.hasDims() && i <= 2; i++) {
      Require.shape(inputs, i, x.dims()[1]);
    }
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    int channels = x.dim(1);
    int n = Shapes.product(x.dims(), 2, x.rank());
    if (x.type() != DataType.FLOAT) {
      doubles(inputs, n, y);
      return;
    }
    Kernels kernels = workspace.kernels();
    for (int p = 0; n > 0 && p < x.size() / n; p++) {
      float scale = inputs[1].floats()[inputs[1].offset() + p % channels];
      float shift = inputs[2].floats()[inputs[2].offset() + p % channels];
      int to = y.offset() + p * n;
      Planes.normalize(kernels, x.floats(), x.offset() + p * n, y.floats(), to, n, epsilon);
      kernels.scaleShiftScalar(y.floats(), to, scale, shift, y.floats(), to, n);
    }
  }

  private void doubles(Tensor[] inputs, int n, Tensor y) {
    int channels = y.dim(1);
    for (int p = 0; n > 0 && p < y.size() / n; p++) {
      Planes.normalize(inputs[0], p * n, n, epsilon, y);
      double scale = inputs[1].doubleAt(p % channels);
      double shift = inputs[2].doubleAt(p % channels);
      for (int i = p * n; i < (p + 1) * n; i++) {
        y.setDouble(i, Math.fma(y.doubleAt(i), scale, shift));
      }
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
