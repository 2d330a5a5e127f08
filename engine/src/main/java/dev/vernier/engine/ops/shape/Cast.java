package dev.vernier.engine.ops.shape;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Casting;
import dev.vernier.engine.ops.common.NarrowCast;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.onnx.DataType;
import java.util.List;

/** Converts elements to another numeric type. */
final class Cast implements Operator {
  private final DataType type;
  private final NarrowCast narrow;

  Cast(NodeContext context) {
    type = DataType.of((int) context.node().intAttribute("to", 0));
    Casting.check(type);
    narrow = NarrowCast.of(context.node());
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    Casting.check(inputs.get(0).type());
    return List.of(inputs.get(0).withType(type));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Casting.convert(inputs[0], outputs[0], narrow);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
