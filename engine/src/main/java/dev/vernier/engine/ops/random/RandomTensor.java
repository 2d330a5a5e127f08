package dev.vernier.engine.ops.random;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.List;

/**
 * A tensor of independent random numbers, shaped by attribute or like the input. Other
 * implementations give other numbers.
 */
abstract class RandomTensor implements Operator {
  private final Counters counters;
  private final DataType type;
  private final long[] shape;

  RandomTensor(NodeContext context) {
    Node node = context.node();
    counters = new Counters(node);
    boolean like = node.hasInput(0);
    type =
        like && !node.hasAttribute("dtype")
            ? null
            : DataType.of((int) node.intAttribute("dtype", DataType.FLOAT.code()));
    shape = like ? null : node.intsAttribute("shape");
  }

  /** Element i. */
  abstract double value(Counters counters, long i);

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    if (shape != null) {
      return List.of(TensorFact.of(type, Dims.ofLongs(shape)));
    }
    TensorFact x = inputs.get(0);
    return List.of(x.withType(type == null ? x.type() : type));
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    for (int i = 0; i < outputs[0].size(); i++) {
      outputs[0].setDouble(i, value(counters, i));
    }
  }
}
