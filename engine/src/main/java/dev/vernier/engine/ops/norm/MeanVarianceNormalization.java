package dev.vernier.engine.ops.norm;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Rows;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.List;

/** Normalises over the given axes to mean 0 and variance 1. */
final class MeanVarianceNormalization implements Operator {
  private static final float EPSILON = 1e-9f;

  private final long[] axes;

  MeanVarianceNormalization(NodeContext context) {
    axes = context.node().intsAttribute("axes", 0, 2, 3);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    if (x.type() != DataType.FLOAT) {
      throw Facts.unsupported(this, x.type());
    }
    boolean[] marked = Shapes.mask(axes, x.rank());
    Tensor rows = Rows.last(x, marked, workspace);
    Tensor target = Tensor.of(workspace.floats(x.size()), rows.dims());
    int n = Rows.length(x.dims(), marked);
    for (int i = 0; n > 0 && i < x.size(); i += n) {
      Planes.normalize(
          workspace.kernels(), rows.floats(), rows.offset() + i, target.floats(), i, n, EPSILON);
    }
    Rows.restore(target, marked, outputs[0]);
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(
        inputCarries,
        inputs,
        inputs.get(0).hasDims() && !Shapes.mask(axes, inputs.get(0).rank())[0]);
  }
}
