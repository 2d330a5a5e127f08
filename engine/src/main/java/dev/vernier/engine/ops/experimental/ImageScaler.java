package dev.vernier.engine.ops.experimental;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.onnx.DataType;
import java.util.List;

/** scale x + bias[c] of images [N,C,H,W], rounded once. */
final class ImageScaler implements Operator {
  private final float scale;
  private final float[] bias;

  ImageScaler(NodeContext context) {
    scale = context.node().floatAttribute("scale", 1);
    bias = context.node().floatsAttribute("bias");
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (x.hasDims() && (x.rank() != 4 || x.dims()[1] != bias.length)) {
      throw new IllegalArgumentException(
          "expected images [N," + bias.length + ",H,W] for as many biases, found " + x);
    }
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    if (x.type() != DataType.FLOAT) {
      throw Facts.unsupported(this, x.type());
    }
    int n = x.dim(2) * x.dim(3);
    for (int plane = 0; plane < x.dim(0) * bias.length; plane++) {
      int from = x.offset() + plane * n;
      int to = y.offset() + plane * n;
      float shift = bias[plane % bias.length];
      workspace.kernels().scaleShiftScalar(x.floats(), from, scale, shift, y.floats(), to, n);
    }
  }

  /** Others round the product before the sum. */
  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-6f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
