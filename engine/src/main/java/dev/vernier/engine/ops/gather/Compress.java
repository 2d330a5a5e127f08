package dev.vernier.engine.ops.gather;

import dev.vernier.engine.Dims;
import dev.vernier.engine.DynamicOperator;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Shapes;
import java.util.List;

/** Keeps the slices along an axis, or the elements, for which a condition holds. */
final class Compress implements DynamicOperator {
  private final boolean flat;
  private final long axis;

  Compress(NodeContext context) {
    flat = !context.node().hasAttribute("axis");
    axis = context.node().intAttribute("axis", 0);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!x.hasDims() || !inputs.get(1).isConstant()) {
      return List.of(TensorFact.unknown(x.type()));
    }
    return List.of(TensorFact.of(x.type(), dims(x.dims(), inputs.get(1).value())));
  }

  private int[] dims(int[] from, Tensor condition) {
    int length = flat ? Dims.size(from) : from[Dims.axis(axis, from.length)];
    if (condition.rank() != 1 || condition.size() > length) {
      throw new IllegalArgumentException(
          "a condition of shape "
              + Dims.text(condition.dims())
              + " does not fit "
              + length
              + " slices");
    }
    int kept = 0;
    for (int i = 0; i < condition.size(); i++) {
      kept += condition.longAt(i) != 0 ? 1 : 0;
    }
    return flat ? new int[] {kept} : Shapes.with(from, Dims.axis(axis, from.length), kept);
  }

  @Override
  public Tensor[] evalDynamic(Tensor[] inputs, Workspace workspace) {
    Tensor x = flat ? inputs[0].reshaped(inputs[0].size()) : inputs[0];
    Tensor condition = inputs[1];
    int[] from = x.dims();
    int at = flat ? 0 : Dims.axis(axis, from.length);
    Tensor y = workspace.allocate(x.type(), dims(from, condition));
    int inner = Shapes.product(from, at + 1, from.length);
    int outer = Shapes.product(from, 0, at);
    int to = 0;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < condition.size(); i++) {
        if (condition.longAt(i) != 0) {
          Copies.run(x, (o * from[at] + i) * inner, y, to, inner);
          to += inner;
        }
      }
    }
    return new Tensor[] {y};
  }
}
