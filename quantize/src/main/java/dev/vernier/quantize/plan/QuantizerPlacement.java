package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.quantize.PlacementSettings;
import dev.vernier.quantize.QuantizationSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Gives every tensor that must be rounded exactly one quantizer, shared along moved values. */
final class QuantizerPlacement {

  /** Readers after which a convolution's output is a result of the model rather than a feature. */
  private static final Set<String> HEADS = Set.of("Softmax", "LogSoftmax", "Sigmoid", "ArgMax");

  private final GraphIndex index;
  private final NodeSelection nodes;
  private final PlacementSettings settings;
  private final ActivationFormats formats;
  private final Set<String> required = new HashSet<>();
  private final Set<String> movedRounded = new HashSet<>();
  private final Map<String, String> sharedWith = new HashMap<>();
  private final Map<String, List<String>> joined = new HashMap<>();
  private final Map<String, List<Placement>> placements = new LinkedHashMap<>();

  QuantizerPlacement(GraphIndex index, NodeSelection nodes, QuantizationSettings settings) {
    this.index = index;
    this.nodes = nodes;
    this.settings = settings.placement();
    this.formats = new ActivationFormats(index, settings);
    index.graph().nodes().forEach(this::require);
    if (this.settings.shareConcat()) {
      index.graph().nodes().forEach(this::shareConcat);
    }
    if (this.settings.shareAdd()) {
      index.graph().nodes().forEach(this::shareAdd);
    }
    roots().forEach(this::place);
  }

  private void require(Node node) {
    if (nodes.isSelected(node) && !nodes.isFused(node) && roundsOutput(node)) {
      required.add(nodes.root(nodes.effectiveOutput(node)));
    }
  }

  /**
   * Integer convolutions and element-wise operators write 8 bits; matrix products may write float.
   */
  private boolean roundsOutput(Node node) {
    return switch (node.opType()) {
      case "Gemm", "MatMul", "ConvTranspose" -> false;
      case "Conv" -> !isHead(nodes.effectiveOutput(node)) && !nodes.isExactHead(node);
      default -> true;
    };
  }

  private boolean isHead(String tensor) {
    boolean outputs = settings.quantizeOutputs() && nodes.reachesOutput(tensor);
    return !outputs
        && nodes.leaves(tensor).stream().allMatch(use -> HEADS.contains(use.node().opType()));
  }

  private void shareConcat(Node node) {
    if (!node.opType().equals("Concat") || !nodes.isSelected(node)) {
      return;
    }
    String output = node.outputs().get(0);
    if (!nodes.effectiveOutput(node).equals(output)) {
      return;
    }
    for (String input : node.inputs()) {
      String root = nodes.root(input);
      boolean onlyHere =
          nodes.leaves(root).stream().allMatch(use -> use.node() == node)
              && !nodes.reachesOutput(root);
      if (onlyHere) {
        sharedWith.put(root, output);
      }
    }
  }

  /** Both inputs get the quantizer of the first, whose range then covers both. */
  private void shareAdd(Node node) {
    if (!node.opType().equals("Add") || !nodes.isSelected(node)) {
      return;
    }
    List<String> inputs = nodes.activations(node);
    if (inputs.size() < 2) {
      return;
    }
    String first = quantizer(nodes.root(inputs.get(0)));
    String second = quantizer(nodes.root(inputs.get(1)));
    if (!first.equals(second) && formats.isObserved(first) && formats.isObserved(second)) {
      sharedWith.put(second, first);
      List<String> statistics = joined.computeIfAbsent(first, k -> new ArrayList<>());
      statistics.add(statistics(second));
      statistics.addAll(joined.getOrDefault(second, List.of()));
    }
  }

  private Set<String> roots() {
    Set<String> roots = new LinkedHashSet<>();
    index.graph().realInputs().forEach(input -> addRoot(roots, input.name()));
    for (Node node : index.graph().nodes()) {
      node.outputs().forEach(output -> addRoot(roots, output));
    }
    return roots;
  }

  private void addRoot(Set<String> roots, String tensor) {
    if (!tensor.isEmpty() && nodes.isActivation(tensor) && nodes.root(tensor).equals(tensor)) {
      roots.add(tensor);
    }
  }

  private void place(String root) {
    if (isFusedAway(root)) {
      return;
    }
    boolean demanded = nodes.leaves(root).stream().anyMatch(nodes::readsQuantized);
    boolean output = settings.quantizeOutputs() && outputsNeedRounding(root);
    if (!demanded && !output && !required.contains(root)) {
      return;
    }
    List<Placement> result = new ArrayList<>();
    if (isIntegerResult(root) || onlyQuantizedReaders(root)) {
      result.add(Placement.forEveryReader(root));
      placeMoved(root, result);
    } else {
      nodes.members(root).forEach(tensor -> placeEdges(tensor, result));
    }
    placements.computeIfAbsent(quantizer(root), k -> new ArrayList<>()).addAll(result);
  }

  private boolean isFusedAway(String tensor) {
    return index.hasSingleReader(tensor)
        && nodes.isFused(index.uses(tensor).get(0).node())
        && index.uses(tensor).get(0).input() == 0;
  }

  private boolean outputsNeedRounding(String root) {
    return index.producer(root).isPresent()
        && nodes.members(root).stream().anyMatch(index::isOutput);
  }

  private boolean isIntegerResult(String root) {
    return index.producer(root).filter(nodes::isSelected).isPresent();
  }

  private boolean onlyQuantizedReaders(String root) {
    return nodes.leaves(root).stream().allMatch(nodes::readsQuantized)
        && (settings.quantizeOutputs() || !nodes.reachesOutput(root));
  }

  /** Moves of rounded values stay in 8 bits as far as a quantized node wants them. */
  private void placeMoved(String tensor, List<Placement> result) {
    for (GraphIndex.Use use : index.uses(tensor)) {
      if (!nodes.isMove(use)
          || use.node().outputs().stream().noneMatch(nodes::hasQuantizedReader)) {
        continue;
      }
      movedRounded.add(use.key());
      for (String output : use.node().outputs()) {
        if (!output.isEmpty()) {
          result.add(Placement.forEveryReader(output));
          placeMoved(output, result);
        }
      }
    }
  }

  private void placeEdges(String tensor, List<Placement> result) {
    Set<String> readers = new TreeSet<>();
    for (GraphIndex.Use use : index.uses(tensor)) {
      if (!nodes.isMove(use) && nodes.readsQuantized(use)) {
        readers.add(use.key());
      }
    }
    if (settings.quantizeOutputs() && index.isOutput(tensor)) {
      result.add(Placement.forEveryReader(tensor));
    } else if (!readers.isEmpty()) {
      result.add(new Placement(tensor, false, readers));
    }
  }

  private String quantizer(String root) {
    String shared = sharedWith.get(root);
    return shared == null ? root : quantizer(shared);
  }

  /** Whether a node that moves values moves 8-bit ones. */
  boolean movesRounded(Node node) {
    return movedRounded.contains(GraphIndex.key(node));
  }

  List<ActivationQuantizer> quantizers() {
    List<ActivationQuantizer> result = new ArrayList<>();
    placements.forEach((root, list) -> result.add(quantizer(root, list)));
    return result;
  }

  private ActivationQuantizer quantizer(String root, List<Placement> list) {
    ActivationFormats.Choice choice = formats.choose(root, list);
    return new ActivationQuantizer(
        root,
        statistics(root),
        joined.getOrDefault(root, List.of()),
        list,
        choice.format(),
        choice.rule(),
        slope(root));
  }

  /** Where nothing but a MaxPool reads a tensor, the values that matter are those it selects. */
  String statistics(String root) {
    String best = root;
    String tensor = root;
    while (index.hasSingleReader(tensor) && nodes.isMove(index.uses(tensor).get(0))) {
      Node mover = index.uses(tensor).get(0).node();
      if (mover.outputs().size() != 1) {
        break;
      }
      tensor = mover.outputs().get(0);
      best = mover.opType().endsWith("MaxPool") ? tensor : best;
    }
    return best;
  }

  private float slope(String root) {
    List<GraphIndex.Use> leaves = nodes.leaves(root);
    boolean leaky = leaves.size() == 1 && leaves.get(0).node().opType().equals("LeakyRelu");
    return leaky && !nodes.reachesOutput(root)
        ? leaves.get(0).node().floatAttribute("alpha", 0.01f)
        : 1f;
  }
}
