package dev.vernier.onnx.functions;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.vernier.onnx.FunctionDef;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.edit.GraphRewrites;
import dev.vernier.onnx.proto.OnnxProto.NodeProto;
import dev.vernier.onnx.version.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces every call of a function that the model defines by the function's nodes, also calls
 * within functions and subgraphs. The graph's own names stay; values inside a call get new ones
 * that begin with the calling node's. A function comes before an operator of the same name.
 */
public final class FunctionInlining {
  /** Calls within calls multiply: a small file could otherwise ask for any number of nodes. */
  private static final int MOST_NODES = 200_000;

  private final Map<Callee, FunctionDef> functions = new HashMap<>();
  private final Names names = new Names();
  private final Set<Callee> open = new LinkedHashSet<>();
  private int created;

  /** What a node calls. */
  private record Callee(String domain, String name, String overload) {
    @Override
    public String toString() {
      return (domain.isEmpty() ? "" : domain + ".")
          + name
          + (overload.isEmpty() ? "" : ":" + overload);
    }
  }

  private FunctionInlining(OnnxModel model) {
    names.take(model.graph());
    for (FunctionDef function : model.functions()) {
      names.take(function);
      functions.put(new Callee(function.domain(), function.name(), function.overload()), function);
    }
  }

  /**
   * The model without functions; itself if it has none.
   *
   * @throws VernierException if functions call each other in a circle or give too many nodes
   */
  public static OnnxModel inline(OnnxModel model) {
    if (model.functions().isEmpty()) {
      return model;
    }
    OnnxModel aligned = OperatorSets.aligned(model);
    Graph graph = new FunctionInlining(aligned).graph(aligned.graph());
    return aligned.withGraph(graph).withFunctions(List.of());
  }

  private Graph graph(Graph graph) {
    List<Node> nodes = new ArrayList<>();
    graph.nodes().forEach(node -> expand(node, nodes));
    return graph.withNodes(nodes);
  }

  private void expand(Node node, List<Node> into) {
    Callee callee = new Callee(node.domain(), node.opType(), overload(node));
    FunctionDef function = functions.get(callee);
    if (function == null) {
      count(node);
      into.add(GraphRewrites.mapSubgraphs(node, this::graph));
      return;
    }
    count(node);
    if (!open.add(callee)) {
      throw new VernierException(
          node.label() + ": function " + callee + " calls itself, by way of " + open);
    }
    for (Node inner : new FunctionCall(node, function, names).nodes()) {
      expand(inner, into);
    }
    open.remove(callee);
  }

  private void count(Node node) {
    if (++created > MOST_NODES) {
      throw new VernierException(
          node.label()
              + ": the functions of the model expand to more than "
              + MOST_NODES
              + " nodes");
    }
  }

  private static String overload(Node node) {
    if (node.extras().isEmpty()) {
      return "";
    }
    try {
      return NodeProto.parseFrom(node.extras().toBytes()).getOverload();
    } catch (InvalidProtocolBufferException e) {
      throw new VernierException(node.label() + ": its unnamed fields are damaged", e);
    }
  }
}
