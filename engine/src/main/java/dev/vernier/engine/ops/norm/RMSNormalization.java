package dev.vernier.engine.ops.norm;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.List;

/** Divides the trailing axes by their root mean square, then scales. */
final class RMSNormalization implements Operator {
  private final long axis;
  private final float epsilon;

  RMSNormalization(NodeContext context) {
    axis = context.node().intAttribute("axis", -1);
    epsilon = context.node().floatAttribute("epsilon", 1e-5f);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    if (inputs.get(0).hasDims()) {
      RowParameters.require(inputs, 1, inputs.get(0).dims(), axis);
    }
    return List.of(new TensorFact(inputs.get(1).type(), inputs.get(0).dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    int[] dims = x.dims();
    int n = Shapes.product(dims, Dims.axis(axis, dims.length), dims.length);
    Tensor scale = RowParameters.of(inputs[1], dims, n, 1, workspace);
    if (x.type() != DataType.FLOAT || y.type() != DataType.FLOAT) {
      doubles(x, scale, n, y);
      return;
    }
    Kernels kernels = workspace.kernels();
    for (int i = 0; n > 0 && i < x.size(); i += n) {
      int from = x.offset() + i;
      int to = y.offset() + i;
      float square = kernels.dot16(x.floats(), from, x.floats(), from, n) / n;
      float factor = 1f / (float) Math.sqrt(square + epsilon);
      kernels.mulScalar(x.floats(), from, factor, y.floats(), to, n);
      kernels.mul(y.floats(), to, scale.floats(), scale.offset(), y.floats(), to, n);
    }
  }

  private void doubles(Tensor x, Tensor scale, int n, Tensor y) {
    for (int from = 0; n > 0 && from < x.size(); from += n) {
      double factor = Planes.inverseDeviation(x, from, n, 0, epsilon);
      for (int i = 0; i < n; i++) {
        y.setDouble(from + i, x.doubleAt(from + i) * factor * scale.doubleAt(i));
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
    boolean within = inputs.get(0).hasDims() && Dims.axis(axis, inputs.get(0).rank()) != 0;
    boolean repeats = inputs.get(1).hasDims() && inputs.get(1).rank() < inputs.get(0).rank();
    return SampleAxis0.withinSlices(inputCarries, inputs, within && repeats);
  }
}
