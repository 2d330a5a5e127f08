package dev.vernier.engine;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Finds and makes the operators of a model's nodes. */
final class OperatorResolver {
  private final OnnxModel model;
  private final OperatorRegistry registry;

  OperatorResolver(OnnxModel model, OperatorRegistry registry) {
    this.model = model;
    this.registry = registry;
  }

  /** The node's operator, or null after the reason was reported. */
  Operator operator(
      Node node,
      long opset,
      Map<String, GraphProgram> subgraphs,
      List<String> captured,
      BiConsumer<Node, String> report) {
    Optional<OperatorFactory> factory = registry.find(node.domain(), node.opType(), opset);
    if (factory.isEmpty()) {
      report.accept(node, absence(node, opset));
      return null;
    }
    String problem = signature(node, opset).map(s -> s.problem(node)).orElse(null);
    if (problem != null) {
      report.accept(node, problem);
      return null;
    }
    try {
      return factory.get().create(new Context(node, opset, subgraphs, captured));
    } catch (RuntimeException e) {
      report.accept(node, NodeEvaluation.reason(e));
      return null;
    }
  }

  /** What the operator set says of the node. */
  Optional<Signature> signature(Node node, long opset) {
    return Signatures.find(node.domain(), node.opType(), opset);
  }

  private static String absence(Node node, long opset) {
    String domain = node.domain().isEmpty() ? "" : " of domain '" + node.domain() + "'";
    String operator = "operator " + node.opType() + domain;
    return ExcludedOperators.reason(node.domain(), node.opType())
        .map(reason -> operator + " is left out on purpose: " + reason)
        .orElse(operator + " is not supported at opset " + opset);
  }

  /** Version of a domain that the model imports. */
  long opset(String domain) {
    return model.opsets().stream()
        .filter(o -> o.domain().equals(domain))
        .mapToLong(o -> o.version())
        .findFirst()
        .orElse(1);
  }

  private record Context(
      Node node, long opset, Map<String, GraphProgram> subgraphs, List<String> captured)
      implements NodeContext {
    @Override
    public Subgraph subgraph(String name) {
      GraphProgram program = subgraphs.get(name);
      if (program == null) {
        throw new IllegalArgumentException("attribute '" + name + "' with a graph is missing");
      }
      int[] index =
          program.captures().stream()
              .mapToInt(c -> node.inputs().size() + captured.indexOf(c))
              .toArray();
      return new ProgramSubgraph(program, index);
    }
  }
}
