package dev.vernier.engine.conformance;

import dev.vernier.engine.ExcludedOperators;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueInfo;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a model needs that is left out on purpose. */
final class Exclusions {
  private Exclusions() {}

  /** The first such operator or value, with the reason. */
  static Optional<String> of(OnnxModel model) {
    return Stream.concat(
            nodes(model.graph()).flatMap(node -> reason(node).stream()),
            values(model.graph()).flatMap(value -> reason(value).stream()))
        .findFirst();
  }

  /** Whether any node gives random numbers. */
  static boolean isRandom(OnnxModel model) {
    return nodes(model.graph()).anyMatch(ExcludedOperators::isRandom);
  }

  private static Stream<Node> nodes(Graph graph) {
    return graph.nodes().stream().flatMap(n -> Stream.concat(Stream.of(n), nested(n)));
  }

  private static Stream<Node> nested(Node node) {
    return node.attributes().values().stream()
        .filter(Attribute.GraphValue.class::isInstance)
        .flatMap(attribute -> nodes(((Attribute.GraphValue) attribute).value()));
  }

  private static Stream<ValueInfo> values(Graph graph) {
    return Stream.of(graph.inputs(), graph.outputs(), graph.valueInfos()).flatMap(v -> v.stream());
  }

  private static Optional<String> reason(Node node) {
    return ExcludedOperators.reason(node).map(why -> node.opType() + ": " + why);
  }

  private static Optional<String> reason(ValueInfo value) {
    return ExcludedOperators.reason(value.type().elementType())
        .map(why -> "'" + value.name() + "': " + why);
  }
}
