package dev.vernier.pipeline.refine;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Value;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.edit.TopologicalOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Some nodes of a model made ready to run on their own. One session, for one thread. */
final class Segment {
  private final Set<String> feeds;
  private final InferenceSession session;

  /**
   * The nodes that compute {@code results} from {@code example}'s values and the model's constants.
   *
   * @param nodes in graph order
   * @param constants initializers by name, those of the model or what stands in for them
   */
  Segment(
      OnnxModel model,
      List<Node> nodes,
      Map<String, TensorData> constants,
      Collection<String> results,
      Map<String, Value> example) {
    Set<String> made = new LinkedHashSet<>();
    nodes.forEach(node -> made.addAll(node.outputs()));
    Map<String, TensorData> used = new LinkedHashMap<>();
    this.feeds = new LinkedHashSet<>();
    for (Node node : nodes) {
      for (String name : TopologicalOrder.usedNames(node)) {
        if (constants.containsKey(name)) {
          used.put(name, constants.get(name));
        } else if (!made.contains(name)) {
          feeds.add(name);
        }
      }
    }
    List<ValueInfo> inputs = new ArrayList<>();
    feeds.forEach(name -> inputs.add(info(name, example.get(name))));
    List<ValueInfo> outputs =
        results.stream().map(name -> new ValueInfo(name, ValueType.UNKNOWN)).toList();
    Graph graph = new Graph("segment", nodes, used, inputs, outputs, List.of());
    this.session = EngineModel.load(model.withGraph(graph)).newSession();
  }

  /** Declares type and rank only: samples may differ in size. */
  private static ValueInfo info(String name, Value value) {
    if (!(value instanceof Tensor tensor)) {
      return new ValueInfo(name, ValueType.UNKNOWN);
    }
    long[] dims = new long[tensor.rank()];
    java.util.Arrays.fill(dims, -1);
    DataType type = tensor.type();
    return new ValueInfo(name, ValueType.tensor(type, dims));
  }

  /** Runs on one sample. */
  Map<String, Value> run(Map<String, Value> known) {
    Map<String, Value> inputs = new LinkedHashMap<>();
    feeds.forEach(name -> inputs.put(name, known.get(name)));
    return session.runValues(inputs);
  }
}
