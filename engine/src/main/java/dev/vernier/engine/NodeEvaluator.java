package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OpsetImport;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates single nodes on given values, as folding a constant needs it. */
public final class NodeEvaluator {
  private NodeEvaluator() {}

  /**
   * All outputs that the node names, in order.
   *
   * @param inputs one tensor for each input, null where the node leaves it out
   */
  public static List<Tensor> evaluate(Node node, long opset, List<Tensor> inputs) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      if (!node.inputs().get(i).isEmpty()) {
        fed.put(node.inputs().get(i), inputs.get(i));
      }
    }
    Map<String, Tensor> results =
        InferenceSession.create(model(node, opset, fed), SessionOptions.defaults()).run(fed);
    return new ArrayList<>(results.values());
  }

  private static OnnxModel model(Node node, long opset, Map<String, Tensor> inputs) {
    List<ValueInfo> in = new ArrayList<>();
    inputs.forEach((name, t) -> in.add(new ValueInfo(name, new ValueType(t.type(), null))));
    List<ValueInfo> out =
        node.outputs().stream()
            .filter(name -> !name.isEmpty())
            .map(name -> new ValueInfo(name, new ValueType(DataType.UNDEFINED, null)))
            .toList();
    Graph graph = new Graph("node", List.of(node), Map.of(), in, out, List.of());
    OnnxModel model = OnnxModel.of(opset, graph);
    return node.domain().isEmpty()
        ? model
        : model.withOpsets(
            model.irVersion(),
            List.of(new OpsetImport("", opset), new OpsetImport(node.domain(), 1)));
  }
}
