package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.edit.GraphEditor;

/**
 * Old models list initializers among their inputs, where a caller could replace them; here they are
 * constants.
 */
final class ConstantInputs implements GraphRewrite {

  @Override
  public String name() {
    return "make initializers constants";
  }

  @Override
  public void apply(GraphEditor graph, Context context) {
    for (ValueInfo input : graph.inputs()) {
      if (graph.initializer(input.name()).isPresent()) {
        graph.removeInput(input.name());
      }
    }
  }
}
