package dev.vernier.engine.ops.shape;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import java.util.List;
import java.util.Optional;

/** A constant of the model. */
final class Constant implements Operator {
  private final Tensor value;

  Constant(NodeContext context) {
    value = value(context.node());
  }

  private static Tensor value(Node node) {
    Optional<TensorData> tensor = node.tensorAttribute("value");
    if (tensor.isPresent()) {
      return Tensor.from(tensor.get());
    }
    if (node.hasAttribute("value_float")) {
      return Tensor.scalar(node.floatAttribute("value_float", 0f));
    }
    if (node.hasAttribute("value_int")) {
      return Tensor.scalar(node.intAttribute("value_int", 0));
    }
    if (node.hasAttribute("value_floats")) {
      float[] floats = node.floatsAttribute("value_floats");
      return Tensor.of(floats, floats.length);
    }
    if (node.hasAttribute("value_ints")) {
      long[] longs = node.intsAttribute("value_ints");
      return Tensor.of(longs, longs.length);
    }
    throw new IllegalArgumentException(
        "constants given by " + node.attributes().keySet() + " are not supported");
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(TensorFact.constant(value));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    outputs[0].set(value);
  }
}
