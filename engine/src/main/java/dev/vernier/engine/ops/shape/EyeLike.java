package dev.vernier.engine.ops.shape;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.onnx.DataType;
import java.util.List;

/** A matrix of zeros with ones on a diagonal, shaped like the input. */
final class EyeLike implements Operator {
  private final DataType type;
  private final long diagonal;

  EyeLike(NodeContext context) {
    type =
        context.node().hasAttribute("dtype")
            ? DataType.of((int) context.node().intAttribute("dtype", 0))
            : null;
    diagonal = context.node().intAttribute("k", 0);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    Require.rank(inputs, 0, 2, 2);
    return List.of(x.withType(type == null ? x.type() : type));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    int columns = y.dim(1);
    for (int i = 0; i < y.size(); i++) {
      y.setDouble(i, i % columns == i / columns + diagonal ? 1 : 0);
    }
  }
}
