package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.quantize.KeepFloat;
import dev.vernier.quantize.ModelType;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Recognises the parts of a graph that are to stay in float, by the shape of the graph alone. */
final class SensitiveParts {

  /** A gate is two small layers with activations; more nodes are another thing. */
  private static final int LARGEST_GATE = 16;

  private static final Set<String> POOLS = Set.of("GlobalAveragePool", "ReduceMean");
  private static final Set<String> GATE =
      Set.of(
          "Sigmoid",
          "HardSigmoid",
          "HardSwish",
          "Relu",
          "Clip",
          "LeakyRelu",
          "PRelu",
          "Tanh",
          "Add",
          "Mul",
          "Div");
  private static final Set<String> SELECTIONS = Set.of("NonMaxSuppression", "TopK");

  private final GraphIndex index;
  private final Set<KeepFloat> kept;
  private final Reach reach;
  private final Map<String, String> reasons = new HashMap<>();

  SensitiveParts(GraphIndex index, Set<KeepFloat> kept) {
    this.index = index;
    this.kept = kept;
    this.reach = new Reach(index);
    for (Node node : index.graph().nodes()) {
      switch (node.opType()) {
        case "Mul" -> gate(node);
        case "Softmax" -> attention(node);
        case "Sqrt" -> normalization(node);
        case "NonMaxSuppression", "TopK" -> selection(node);
        default -> {}
      }
      postProcessing(node);
    }
  }

  /** Why the node stays in float, or empty if nothing here says so. */
  Optional<String> objection(Node node) {
    return Optional.ofNullable(reasons.get(GraphIndex.key(node)));
  }

  /** Whether the results of the node are those of the model and stay exact. */
  boolean isHead(Node node) {
    return kept.contains(KeepFloat.DETECTION_HEAD) && !reach.hasWeightsAfter(node);
  }

  private void keep(Node node, String reason) {
    reasons.putIfAbsent(GraphIndex.key(node), reason);
  }

  private void gate(Node mul) {
    if (!kept.contains(KeepFloat.SQUEEZE_EXCITE)) {
      return;
    }
    for (String input : mul.inputs()) {
      Set<Node> found = new HashSet<>();
      if (index.producer(input).isPresent() && comesFromPool(input, found)) {
        found.forEach(node -> keep(node, "part of a squeeze-and-excitation gate"));
        keep(mul, "scales channels by a squeeze-and-excitation gate");
      }
    }
  }

  /** Whether the tensor is computed by weights and activations from pooled values alone. */
  private boolean comesFromPool(String tensor, Set<Node> found) {
    Deque<String> open = new ArrayDeque<>(List.of(tensor));
    boolean weighted = false;
    while (!open.isEmpty()) {
      Optional<Node> producer = index.producer(open.pop());
      if (producer.isEmpty() || found.size() > LARGEST_GATE) {
        return false;
      }
      Node node = producer.get();
      if (found.add(node) && !POOLS.contains(node.opType())) {
        boolean layer = Reach.isWeighted(node);
        if (!layer && !GATE.contains(node.opType()) && !isMove(node)) {
          return false;
        }
        weighted |= layer;
        open.addAll(activations(node));
      }
    }
    return weighted;
  }

  private List<String> activations(Node node) {
    List<String> inputs = isMove(node) ? node.inputs().subList(0, 1) : node.inputs();
    return inputs.stream()
        .filter(name -> !name.isEmpty() && index.constant(name).isEmpty())
        .toList();
  }

  private static boolean isMove(Node node) {
    return OperatorRoles.of(node, ModelType.CNN) == Role.PASSTHROUGH;
  }

  private void attention(Node softmax) {
    if (kept.contains(KeepFloat.ATTENTION)) {
      new NetworkKind(index)
          .productsOf(softmax)
          .forEach(product -> keep(product, "weighs values by attention"));
    }
  }

  /** From mean through variance and its root to the quotient, in any of its usual spellings. */
  private void normalization(Node root) {
    if (!kept.contains(KeepFloat.NORMALIZATION)) {
      return;
    }
    Set<Node> part = new HashSet<>();
    if (!meanAbove(root, part)) {
      return;
    }
    part.add(root);
    quotients(root, part);
    part.forEach(node -> keep(node, "part of a normalization"));
  }

  /** Add of epsilon, ReduceMean, square, difference from the mean. */
  private boolean meanAbove(Node root, Set<Node> part) {
    Node node = root;
    for (int steps = 0; steps < 4; steps++) {
      Optional<Node> next =
          node.inputs().stream().map(index::producer).flatMap(Optional::stream).findFirst();
      if (next.isEmpty()) {
        return false;
      }
      node = next.get();
      part.add(node);
      if (node.opType().equals("ReduceMean")) {
        index.producer(node.input(0)).ifPresent(square -> addSquare(square, part));
        return true;
      }
      if (!Set.of("Add", "Max", "Clip").contains(node.opType())) {
        return false;
      }
    }
    return false;
  }

  private void addSquare(Node square, Set<Node> part) {
    if (square.opType().equals("Mul") || square.opType().equals("Pow")) {
      part.add(square);
      index
          .producer(square.input(0))
          .filter(node -> node.opType().equals("Sub"))
          .ifPresent(
              difference -> {
                part.add(difference);
                index
                    .producer(difference.input(1))
                    .filter(node -> node.opType().equals("ReduceMean"))
                    .ifPresent(part::add);
              });
    }
  }

  private void quotients(Node root, Set<Node> part) {
    for (Node reader : readers(root)) {
      if (reader.opType().equals("Reciprocal")) {
        part.add(reader);
        quotients(reader, part);
      } else if (reader.opType().equals("Div") || reader.opType().equals("Mul")) {
        part.add(reader);
      }
    }
  }

  private Collection<Node> readers(Node node) {
    return node.outputs().stream()
        .flatMap(output -> index.uses(output).stream())
        .map(GraphIndex.Use::node)
        .toList();
  }

  /** Everything up to the operators with weights before a choice of boxes. */
  private void selection(Node choice) {
    if (!kept.contains(KeepFloat.POST_PROCESSING) || !SELECTIONS.contains(choice.opType())) {
      return;
    }
    Deque<Node> open = new ArrayDeque<>(List.of(choice));
    Set<Node> seen = new HashSet<>();
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (!Reach.isWeighted(node) && seen.add(node)) {
        keep(node, "post-processing: leads to " + choice.label());
        node.inputs().forEach(input -> index.producer(input).ifPresent(open::add));
      }
    }
  }

  private void postProcessing(Node node) {
    if (kept.contains(KeepFloat.POST_PROCESSING)
        && !Reach.isWeighted(node)
        && OperatorRoles.of(node, ModelType.CNN) != Role.CLAMP
        && !reach.hasWeightsAfter(node)
        && reach.hasWeightsBefore(node)) {
      keep(node, "post-processing: no operator with weights follows");
    }
  }

  /** Whether the node prepares an input before the first operator with weights. */
  boolean isPreProcessing(Node node) {
    return !reach.hasWeightsBefore(node) && reach.hasWeightsAfter(node);
  }
}
