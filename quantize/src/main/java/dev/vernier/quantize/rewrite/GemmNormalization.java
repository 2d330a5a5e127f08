package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes the factors of a Gemm with constant weights into them, and its bias as one row. */
final class GemmNormalization implements GraphRewrite {

  @Override
  public String name() {
    return "fold factors of Gemm";
  }

  @Override
  public void apply(GraphEditor graph, Context context) {
    Nodes.visit(
        graph, node -> node.is("Gemm") && hasConstants(graph, node) && normalize(graph, node));
  }

  private static boolean hasConstants(GraphEditor graph, Node node) {
    return isFloat(graph, node.input(1)) && (!node.hasInput(2) || isFloat(graph, node.input(2)));
  }

  private static boolean isFloat(GraphEditor graph, String tensor) {
    return graph.initializer(tensor).filter(data -> data.type() == DataType.FLOAT).isPresent();
  }

  private static boolean normalize(GraphEditor graph, Node node) {
    List<String> inputs = new ArrayList<>(node.inputs());
    TensorData weight = graph.initializer(node.input(1)).orElseThrow();
    float alpha = node.floatAttribute("alpha", 1f);
    if (alpha != 1f) {
      inputs.set(1, WeightEdit.replace(graph, weight, scaled(weight, alpha), weight.dims()));
    }
    if (node.hasInput(2)) {
      TensorData bias = graph.initializer(node.input(2)).orElseThrow();
      long columns = weight.dims()[node.intAttribute("transB", 0) != 0 ? 0 : 1];
      inputs.set(2, bias(graph, bias, columns, node.floatAttribute("beta", 1f)));
    }
    boolean changes = !inputs.equals(node.inputs()) || alpha != 1f || node.hasAttribute("beta");
    if (changes) {
      graph.replaceNode(node, node.withInputs(inputs).withoutAttributes("alpha", "beta"));
    }
    return changes;
  }

  private static String bias(GraphEditor graph, TensorData bias, long columns, float beta) {
    boolean row = bias.elementCount() == columns || bias.elementCount() == 1;
    boolean isRow = bias.rank() == 1 && bias.elementCount() == columns;
    if (beta == 1f && (isRow || !row)) {
      return bias.name();
    }
    float[] values = scaled(bias, beta);
    if (!row) {
      return WeightEdit.replace(graph, bias, values, bias.dims());
    }
    float[] full = new float[(int) columns];
    for (int i = 0; i < full.length; i++) {
      full[i] = values[values.length == 1 ? 0 : i];
    }
    return WeightEdit.replace(graph, bias, full, columns);
  }

  private static float[] scaled(TensorData data, float factor) {
    float[] values = data.floats();
    float[] result = Arrays.copyOf(values, values.length);
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i] * factor;
    }
    return result;
  }
}
