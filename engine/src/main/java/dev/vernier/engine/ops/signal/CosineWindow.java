package dev.vernier.engine.ops.signal;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * A window a0 + a1 cos(x) + a2 cos(2x) with x = 2 pi n / period; the period is the size, or for
 * symmetric windows one less. A symmetric window of one element is 1.
 */
abstract class CosineWindow implements Operator {
  private final boolean periodic;
  private final DataType type;
  private final double[] terms;

  CosineWindow(NodeContext context, double... terms) {
    periodic = context.node().intAttribute("periodic", 1) != 0;
    type = DataType.of((int) context.node().intAttribute("output_datatype", 1));
    this.terms = terms;
  }

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    Tensor size = inputs.get(0).value();
    return List.of(
        size == null
            ? TensorFact.unknown(type)
            : TensorFact.of(type, Shapes.dimension(size.longAt(0))));
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    int period = periodic ? y.size() : y.size() - 1;
    for (int n = 0; n < y.size(); n++) {
      y.setDouble(n, period == 0 ? 1 : value(2 * Math.PI * n / period));
    }
  }

  private double value(double x) {
    double sum = 0;
    for (int k = 0; k < terms.length; k++) {
      sum += terms[k] * StrictMath.cos(k * x);
    }
    return sum;
  }

  @Override
  public final Tolerance tolerance() {
    return new Tolerance(1e-6f, 1e-6f);
  }
}
