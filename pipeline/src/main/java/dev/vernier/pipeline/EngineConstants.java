package dev.vernier.pipeline;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OpsetImport;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Computes a node of known inputs by running a model of that one node. */
public final class EngineConstants implements ConstantEvaluator {
  private static final long IR_VERSION = 8;
  private static final Set<String> RANDOM =
      Set.of(
          "RandomNormal",
          "RandomUniform",
          "RandomNormalLike",
          "RandomUniformLike",
          "Multinomial",
          "Bernoulli",
          "Dropout");

  @Override
  public Optional<List<TensorData>> evaluate(Node node, List<TensorData> inputs, long opset) {
    boolean nested =
        node.attributes().values().stream().anyMatch(a -> a instanceof Attribute.GraphValue);
    if (nested || !node.domain().isEmpty() || RANDOM.contains(node.opType())) {
      return Optional.empty();
    }
    EngineModel model = EngineModel.load(model(node, inputs, opset));
    if (!model.unsupported().isEmpty()) {
      return Optional.empty();
    }
    Map<String, Tensor> results = model.newSession().run(Map.of());
    List<TensorData> outputs = new ArrayList<>();
    for (String name : node.outputs()) {
      outputs.add(name.isEmpty() ? null : results.get(name).toTensorData(name));
    }
    return Optional.of(outputs);
  }

  private static OnnxModel model(Node node, List<TensorData> inputs, long opset) {
    Map<String, TensorData> initializers = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) != null) {
        initializers.put(node.input(i), inputs.get(i).withName(node.input(i)));
      }
    }
    List<ValueInfo> outputs =
        node.outputs().stream()
            .filter(o -> !o.isEmpty())
            .map(o -> new ValueInfo(o, ValueType.UNKNOWN))
            .toList();
    Graph graph = new Graph("constant", List.of(node), initializers, List.of(), outputs, List.of());
    return new OnnxModel(
        IR_VERSION,
        List.of(new OpsetImport("", opset)),
        "",
        "",
        "",
        0,
        "",
        graph,
        Map.of(),
        List.of(),
        null,
        Extras.NONE);
  }
}
