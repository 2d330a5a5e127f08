package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds the part of a network that computes a spectrum from a signal. */
public final class SpectralFrontEnd {

  private static final Set<String> LEARNED_NONLINEAR =
      Set.of(
          "Relu",
          "Clip",
          "LeakyRelu",
          "PRelu",
          "Elu",
          "Selu",
          "Sigmoid",
          "HardSigmoid",
          "HardSwish",
          "Tanh",
          "Softmax",
          "Gelu",
          "Erf",
          "LayerNormalization",
          "InstanceNormalization",
          "GroupNormalization",
          "LSTM",
          "GRU",
          "RNN",
          "MaxPool");

  private SpectralFrontEnd() {}

  /**
   * Nodes, by key, that compute a spectrum: everything before a Log that has no learned
   * non-linearity before it, such as the Fourier transform of speech features. Its values span many
   * orders of magnitude before the logarithm, which eight bits cannot.
   */
  public static Set<String> of(GraphIndex index) {
    Set<String> nodes = new HashSet<>();
    for (Node node : index.graph().nodes()) {
      if (node.opType().equals("Log")) {
        linearAncestors(index, node).ifPresent(nodes::addAll);
      }
    }
    return nodes;
  }

  private static Optional<Set<String>> linearAncestors(GraphIndex index, Node log) {
    Set<String> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    open.add(log);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (LEARNED_NONLINEAR.contains(node.opType())) {
        return Optional.empty();
      }
      if (seen.add(GraphIndex.key(node))) {
        node.inputs().forEach(input -> index.producer(input).ifPresent(open::add));
      }
    }
    return Optional.of(seen);
  }
}
