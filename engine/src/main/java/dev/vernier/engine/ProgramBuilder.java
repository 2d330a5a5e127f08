package dev.vernier.engine;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/** Resolves one graph and, through it, its subgraphs. */
final class ProgramBuilder {
  /** Graphs in graphs; more would be no model, and planning them takes stack. */
  private static final int DEEPEST = 64;

  final List<String> names = new ArrayList<>();
  final Map<String, Integer> ids = new HashMap<>();
  final List<ProgramNode> ordered = new ArrayList<>();
  final Set<String> captures = new LinkedHashSet<>();
  final List<String> unsupported = new ArrayList<>();

  /** The operators that composite nodes stand for, by the node's label. */
  final Map<String, List<String>> expansions = new HashMap<>();

  int[] inputs;
  int[] outputs;
  Tensor[] constants;
  Tolerance tolerance = Tolerance.exact();

  /** Charged with the constants of the whole model. */
  final RunBudget budget;

  private final OperatorResolver resolver;
  private final Graph graph;
  private final String path;
  private final int depth;
  private final boolean nested;
  private final Set<String> defined = new LinkedHashSet<>();
  private final List<ProgramNode> unordered = new ArrayList<>();
  private final ForeignValues foreign;
  private long subgraphBytes;

  ProgramBuilder(
      OperatorResolver resolver,
      Graph graph,
      String path,
      int depth,
      RunBudget budget,
      ForeignValues outer) {
    this.foreign = outer.within(graph);
    this.depth = depth;
    this.resolver = resolver;
    this.budget = budget;
    this.graph = graph;
    this.path = path;
    this.nested = !path.isEmpty();
  }

  GraphProgram build() {
    if (depth > DEEPEST) {
      throw new VernierException(
          "graph '" + graph.name() + "' is nested more than " + DEEPEST + " levels deep");
    }
    define();
    graph.nodes().forEach(this::addNode);
    outputs = graph.outputs().stream().mapToInt(v -> resolve(v.name(), "graph output")).toArray();
    inputs = inputIds();
    order();
    constants = decodeInitializers();
    ConstantFolding.apply(this, QuantizedFusion::mayFold);
    QuantizedFusion.apply(this);
    DynamicFusion.apply(this);
    ConstantFolding.apply(this, node -> true);
    return new GraphProgram(this);
  }

  long constantBytes() {
    Map<Object, Long> storage = new IdentityHashMap<>();
    for (Tensor constant : constants) {
      if (constant != null) {
        Storage kind = Storage.of(constant.type());
        storage.put(constant.array(), (long) kind.length(constant.array()) * kind.width());
      }
    }
    for (ProgramNode node : ordered) {
      IntegerWeights weights = integerWeights(node.operator());
      if (weights != null) {
        weights.parts().forEach(p -> storage.put(p.weights().array(), 4L * p.weights().size()));
      }
    }
    return subgraphBytes + storage.values().stream().mapToLong(Long::longValue).sum();
  }

  private static IntegerWeights integerWeights(Operator operator) {
    if (operator instanceof IntegerProduct product) {
      return product.weights();
    }
    return operator instanceof DynamicProduct product ? product.weights() : null;
  }

  int newValue(String name) {
    names.add(name);
    ids.put(name, names.size() - 1);
    return names.size() - 1;
  }

  /** A value that initializers and nodes do not know, named as given or alike. */
  int newUniqueValue(String name) {
    String unique = name;
    while (ids.containsKey(unique)) {
      unique += "'";
    }
    int id = newValue(unique);
    constants = Arrays.copyOf(constants, names.size());
    return id;
  }

  private void define() {
    graph.inputs().forEach(v -> defined.add(v.name()));
    defined.addAll(graph.initializers().keySet());
    graph.sparseInitializers().forEach(s -> defined.add(s.name()));
    graph.nodes().forEach(n -> defined.addAll(n.outputs()));
    defined.remove("");
  }

  private int[] inputIds() {
    List<Integer> result = new ArrayList<>();
    for (ValueInfo input : graph.realInputs()) {
      result.add(id(input.name()));
    }
    captures.forEach(c -> result.add(id(c)));
    return result.stream().mapToInt(Integer::intValue).toArray();
  }

  private int id(String name) {
    Integer known = ids.get(name);
    return known != null ? known : newValue(name);
  }

  /** Id of a value that must exist here or, in a subgraph, outside. */
  private int resolve(String name, String user) {
    if (!defined.contains(name)) {
      if (!nested) {
        throw new VernierException(
            user + ": input '" + name + "' is not an input, an initializer or any node's output");
      }
      captures.add(name);
    }
    return id(name);
  }

  private void addNode(Node node) {
    addNode(node, resolver.opset(node.domain()));
  }

  private void addNode(Node given, long opset) {
    Node node = withoutOmittedTail(given);
    Map<String, GraphProgram> subgraphs = subgraphs(node);
    Set<String> outer = new LinkedHashSet<>();
    subgraphs.values().forEach(s -> outer.addAll(s.captures()));
    List<Integer> in = new ArrayList<>();
    for (String name : node.inputs()) {
      in.add(name.isEmpty() ? -1 : resolve(name, node.label()));
    }
    outer.forEach(name -> in.add(resolve(name, node.label())));
    Operator operator =
        supported(
            node, resolver.operator(node, opset, subgraphs, List.copyOf(outer), this::report));
    if (operator instanceof CompositeOperator composite) {
      expand(node, composite);
      return;
    }
    int[] out = node.outputs().stream().mapToInt(n -> n.isEmpty() ? -1 : id(n)).toArray();
    if (operator != null) {
      tolerance = tolerance.then(operator.tolerance());
    }
    unordered.add(
        new ProgramNode(
            node,
            operator,
            in.stream().mapToInt(Integer::intValue).toArray(),
            out,
            resolver.signature(node, opset).orElse(null)));
  }

  /** Empty names at the end are inputs and outputs that are not there: operators meet none. */
  private static Node withoutOmittedTail(Node node) {
    int inputs = Signature.trimmed(node.inputs());
    int outputs = Math.max(Signature.trimmed(node.outputs()), Math.min(1, node.outputs().size()));
    if (inputs == node.inputs().size() && outputs == node.outputs().size()) {
      return node;
    }
    return node.withInputs(node.inputs().subList(0, inputs))
        .withOutputs(node.outputs().subList(0, outputs));
  }

  /** The operator, or null after the report that the node takes or gives what it cannot. */
  private Operator supported(Node node, Operator operator) {
    String problem = operator == null ? null : foreign.problem(node);
    if (problem != null) {
      report(node, problem);
    }
    return problem == null ? operator : null;
  }

  private void expand(Node node, CompositeOperator composite) {
    Expansion expansion = new Expansion(node, name -> defined.contains(name));
    composite.expand(expansion);
    List<Expansion.Step> steps = expansion.steps();
    steps.forEach(s -> defined.addAll(s.node().outputs()));
    expansions.put(node.label(), expansion.operators());
    Tolerance before = tolerance;
    steps.forEach(s -> addNode(s.node(), s.opset()));
    tolerance = before.then(composite.tolerance());
  }

  /** The operator of a node that takes the place of another; the node is known to be supported. */
  Operator operator(Node node) {
    return resolver.operator(node, resolver.opset(""), Map.of(), List.of(), this::report);
  }

  private void report(Node node, String reason) {
    unsupported.add((nested ? path + "/" : "") + node.label() + ": " + reason);
  }

  private Map<String, GraphProgram> subgraphs(Node node) {
    Map<String, GraphProgram> result = new LinkedHashMap<>();
    for (Map.Entry<String, Attribute> entry : new TreeMap<>(node.attributes()).entrySet()) {
      if (entry.getValue() instanceof Attribute.GraphValue value) {
        String where = (nested ? path + "/" : "") + node.label() + "." + entry.getKey();
        GraphProgram program =
            new ProgramBuilder(resolver, value.value(), where, depth + 1, budget, foreign).build();
        unsupported.addAll(program.unsupported());
        subgraphBytes += program.constantBytes();
        tolerance = tolerance.then(program.tolerance());
        result.put(entry.getKey(), program);
      }
    }
    return result;
  }

  private Tensor[] decodeInitializers() {
    Tensor[] result = new Tensor[names.size()];
    for (Map.Entry<String, TensorData> entry : graph.initializers().entrySet()) {
      Integer id = ids.get(entry.getKey());
      // Nodes that use one of a foreign type are reported, so nothing misses its value.
      if (id != null && !ForeignValues.isForeign(entry.getValue().type())) {
        result[id] = decode(entry.getValue());
      }
    }
    return result;
  }

  private Tensor decode(TensorData data) {
    return NodeEvaluation.named(
        "tensor '" + data.name() + "'",
        () -> {
          TensorFact fact = TensorFact.of(data.type(), Dims.ofLongs(data.dims()));
          budget.claim(
              NodeEvaluation.bytes(fact), "its content of shape " + Dims.text(fact.dims()));
          return Tensor.from(data);
        });
  }

  /** Nodes in their given order, moved only where a node stands before its producer. */
  private void order() {
    int[] producer = new int[names.size()];
    Arrays.fill(producer, -1);
    for (int n = 0; n < unordered.size(); n++) {
      for (int id : unordered.get(n).outputs()) {
        if (id >= 0) {
          producer[id] = n;
        }
      }
    }
    int[] waiting = new int[unordered.size()];
    List<List<Integer>> users = new ArrayList<>();
    unordered.forEach(n -> users.add(new ArrayList<>()));
    for (int n = 0; n < unordered.size(); n++) {
      for (int id : unordered.get(n).inputs()) {
        if (id >= 0 && producer[id] >= 0) {
          waiting[n]++;
          users.get(producer[id]).add(n);
        }
      }
    }
    emit(waiting, users);
  }

  private void emit(int[] waiting, List<List<Integer>> users) {
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int n = 0; n < waiting.length; n++) {
      if (waiting[n] == 0) {
        ready.add(n);
      }
    }
    while (!ready.isEmpty()) {
      int n = ready.remove();
      ordered.add(unordered.get(n));
      for (int user : users.get(n)) {
        if (--waiting[user] == 0) {
          ready.add(user);
        }
      }
    }
    if (ordered.size() < unordered.size()) {
      throw new VernierException("the graph '" + graph.name() + "' has a cycle");
    }
  }
}
