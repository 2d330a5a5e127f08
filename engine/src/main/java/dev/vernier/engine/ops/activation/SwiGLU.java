package dev.vernier.engine.ops.activation;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/** a b / (1 + exp(-alpha a)) of a gate and a value of one shape. */
final class SwiGLU implements Operator {
  private final float alpha;

  SwiGLU(NodeContext context) {
    alpha = context.node().floatAttribute("alpha", 1f);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact a = inputs.get(0);
    TensorFact b = inputs.get(1);
    if (a.hasDims() && b.hasDims() && !Arrays.equals(a.dims(), b.dims())) {
      throw new IllegalArgumentException(
          "gate " + Dims.text(a.dims()) + " and value " + Dims.text(b.dims()) + " differ in shape");
    }
    return List.of(new TensorFact(a.type(), a.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor a = inputs[0];
    Tensor b = inputs[1];
    Tensor y = outputs[0];
    if (a.type() != DataType.FLOAT) {
      for (int i = 0; i < y.size(); i++) {
        double gate = a.doubleAt(i);
        y.setDouble(i, gate / (1 + StrictMath.exp(-alpha * gate)) * b.doubleAt(i));
      }
      return;
    }
    int n = y.size();
    var kernels = workspace.kernels();
    kernels.mulScalar(a.floats(), a.offset(), alpha, y.floats(), y.offset(), n);
    kernels.sigmoid(y.floats(), y.offset(), y.floats(), y.offset(), n);
    kernels.mul(a.floats(), a.offset(), y.floats(), y.offset(), y.floats(), y.offset(), n);
    kernels.mul(y.floats(), y.offset(), b.floats(), b.offset(), y.floats(), y.offset(), n);
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(2e-6f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.single(SampleAxis0.broadcast(inputCarries, inputs, outputs.get(0)));
  }
}
