package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.List;

/** start, start + delta, ... up to but excluding limit. */
final class Range implements Operator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    DataType type = inputs.get(0).type();
    for (int i = 0; i < 3; i++) {
      Require.size(inputs, i, 1);
    }
    for (TensorFact input : inputs) {
      if (!input.isConstant()) {
        return List.of(TensorFact.unknown(type));
      }
    }
    Tensor start = inputs.get(0).value();
    Tensor limit = inputs.get(1).value();
    Tensor delta = inputs.get(2).value();
    double count =
        type.isFloatingPoint()
            ? Math.ceil((limit.doubleAt(0) - start.doubleAt(0)) / delta.doubleAt(0))
            : steps(Math.subtractExact(limit.longAt(0), start.longAt(0)), delta.longAt(0));
    if (Double.isNaN(count)) {
      throw new IllegalArgumentException("start, limit and delta do not make a range");
    }
    return List.of(TensorFact.of(type, Shapes.dimension((long) Math.max(0, count))));
  }

  private static long steps(long span, long delta) {
    if (delta == 0) {
      throw new IllegalArgumentException("delta is 0");
    }
    return -Math.floorDiv(-span, delta);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    for (int i = 0; i < y.size(); i++) {
      if (y.type().isFloatingPoint()) {
        y.setDouble(i, inputs[0].doubleAt(0) + i * inputs[2].doubleAt(0));
      } else {
        y.setLong(i, inputs[0].longAt(0) + i * inputs[2].longAt(0));
      }
    }
  }
}
