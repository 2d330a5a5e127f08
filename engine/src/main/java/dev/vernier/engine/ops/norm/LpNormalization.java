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
import java.util.List;

/** Divides by the 1- or 2-norm along an axis; a norm of 0 leaves zeros. */
final class LpNormalization implements Operator {
  private final long axis;
  private final long p;

  LpNormalization(NodeContext context) {
    axis = context.node().intAttribute("axis", -1);
    p = context.node().intAttribute("p", 2);
    if (p != 1 && p != 2) {
      throw new IllegalArgumentException("attribute p = " + p + ": expected 1 or 2");
    }
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int[] dims = x.dims();
    int at = Dims.axis(axis, dims.length);
    int inner = Shapes.product(dims, at + 1, dims.length);
    int lines = dims[at] == 0 ? 0 : x.size() / dims[at];
    for (int i = 0; i < lines; i++) {
      line(x, outputs[0], i / inner * dims[at] * inner + i % inner, inner, dims[at]);
    }
  }

  private void line(Tensor x, Tensor y, int start, int step, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double element = x.doubleAt(start + i * step);
      sum = p == 1 ? sum + Math.abs(element) : Math.fma(element, element, sum);
    }
    double norm = p == 1 ? sum : Math.sqrt(sum);
    for (int i = 0; i < n; i++) {
      double element = x.doubleAt(start + i * step);
      y.setDouble(start + i * step, norm == 0 ? 0 : element / norm);
    }
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
        inputs.get(0).hasDims() && Dims.axis(axis, inputs.get(0).rank()) != 0);
  }
}
