package dev.vernier.onnx.version;

import dev.vernier.onnx.FunctionDef;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.IrVersions;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OpsetImport;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.edit.GraphRewrites;
import dev.vernier.onnx.edit.TopologicalOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Upgrades the default domain's operator set of a model, one version at a time, with equal results
 * in inference. Values keep their names.
 *
 * <p>The IR version becomes the smallest that may hold the new operator set: 7 for 12 to 14, 8 for
 * 15 to 18, 9 for 19 and 20, 10 for 21. The oldest ONNX Runtime that is supported is 1.17, which
 * reads IR 9; a model of operator set 21 needs 1.18. A model that already states a newer IR version
 * keeps it.
 *
 * <p>Initializers that are also graph inputs, as IR 3 demanded, become plain constants.
 */
public final class VersionConverter {
  /** The oldest operator set that can be upgraded. */
  public static final long OLDEST = 7;

  /** The newest operator set that is an upgrade's target. */
  public static final long NEWEST = 21;

  private final long from;
  private final long to;
  private final Names names;

  private VersionConverter(long from, long to, Names names) {
    this.from = from;
    this.to = to;
    this.names = names;
  }

  /**
   * The model with at least the given operator set; itself if it has that or a newer one.
   *
   * @throws VernierException naming the node that has no equal form in the new operator set
   */
  public static OnnxModel upgrade(OnnxModel model, long targetOpset) {
    long opset = model.opset();
    if (opset == 0 || opset >= targetOpset) {
      return model;
    }
    if (opset < OLDEST || targetOpset > NEWEST) {
      throw new VernierException(
          String.format(
              "the model cannot be converted from operator set %d to %d: supported is %d to %d;"
                  + " export the model again with a newer operator set",
              opset, targetOpset, OLDEST, NEWEST));
    }
    return new VersionConverter(opset, targetOpset, new Names()).convert(model);
  }

  /** The model with those functions upgraded that import an older operator set. */
  public static OnnxModel upgradeFunctions(OnnxModel model, long targetOpset) {
    Names names = new Names();
    names.take(model.graph());
    model.functions().forEach(names::take);
    VersionConverter converter = new VersionConverter(OLDEST, targetOpset, names);
    return model.withFunctions(model.functions().stream().map(converter::function).toList());
  }

  private OnnxModel convert(OnnxModel model) {
    names.take(model.graph());
    model.functions().forEach(names::take);
    Graph graph = graph(withoutConstantInputs(model.graph()), Map.of(), Map.of());
    long ir = Math.max(model.irVersion(), IrVersions.forOpset(to));
    return model
        .withGraph(graph)
        .withFunctions(model.functions().stream().map(this::function).toList())
        .withOpsets(ir, upgraded(model.opsets()));
  }

  private List<OpsetImport> upgraded(List<OpsetImport> opsets) {
    return opsets.stream()
        .map(opset -> opset.domain().isEmpty() ? new OpsetImport("", to) : opset)
        .toList();
  }

  private static Graph withoutConstantInputs(Graph graph) {
    return graph.withInputs(graph.realInputs());
  }

  private Graph graph(
      Graph given, Map<String, ValueFact> outerFacts, Map<String, TensorData> outerConstants) {
    Graph graph = given.withNodes(TopologicalOrder.sort(given.nodes()));
    Map<String, TensorData> constants = Constants.of(graph, outerConstants);
    Map<String, ValueFact> facts = FactInference.infer(graph, outerFacts, constants);
    Set<String> used = used(graph.nodes());
    graph.outputs().stream().map(ValueInfo::name).forEach(used::add);
    Scope scope = new Scope(facts, constants, used, names);
    List<Node> nodes = nodes(graph.nodes(), scope, facts, constants);
    Map<String, TensorData> initializers = new LinkedHashMap<>(graph.initializers());
    initializers.putAll(scope.added());
    return graph.withNodes(nodes).withInitializers(initializers);
  }

  private FunctionDef function(FunctionDef function) {
    long opset =
        function.opsets().stream()
            .filter(o -> o.domain().isEmpty())
            .mapToLong(OpsetImport::version)
            .findFirst()
            .orElse(0);
    if (opset == 0 || opset >= to) {
      return function;
    }
    Set<String> used = used(function.nodes());
    used.addAll(function.outputs());
    Scope scope = new Scope(Map.of(), Constants.of(function.nodes()), used, names);
    VersionConverter converter = new VersionConverter(opset, to, names);
    List<Node> converted = converter.nodes(function.nodes(), scope, Map.of(), Map.of());
    List<Node> nodes = new ArrayList<>(scope.addedAsNodes());
    nodes.addAll(converted);
    return function.withNodes(nodes).withOpsets(upgraded(function.opsets()));
  }

  private static Set<String> used(List<Node> nodes) {
    Set<String> used = new HashSet<>();
    nodes.forEach(node -> used.addAll(TopologicalOrder.usedNames(node)));
    return used;
  }

  /** Rules count on nodes that their old operator set allows; others fail with their name. */
  private static List<Node> applied(Rule rule, Node node, Scope scope) {
    try {
      return rule.apply(node, scope);
    } catch (VernierException e) {
      throw e;
    } catch (RuntimeException e) {
      throw Scope.refused(
          node,
          "it does not follow the specification of its operator set ("
              + (e instanceof IllegalArgumentException
                  ? e.getMessage()
                  : e.getClass().getSimpleName())
              + ")");
    }
  }

  private List<Node> nodes(
      List<Node> given,
      Scope scope,
      Map<String, ValueFact> facts,
      Map<String, TensorData> constants) {
    List<Node> nodes =
        given.stream()
            .map(node -> GraphRewrites.mapSubgraphs(node, g -> graph(g, facts, constants)))
            .toList();
    for (long version = from + 1; version <= to; version++) {
      List<Node> next = new ArrayList<>();
      for (Node node : nodes) {
        Rule rule = Rules.find(node, version);
        next.addAll(rule == null ? List.of(node) : applied(rule, node, scope));
      }
      nodes = next;
    }
    return nodes;
  }
}
