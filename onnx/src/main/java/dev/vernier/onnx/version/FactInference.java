package dev.vernier.onnx.version;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.SparseTensor;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Element types and ranks as far as they follow simply: from declarations, constants and operators
 * whose results have the type and rank of an operand. Whatever it does not know stays unknown.
 */
final class FactInference {
  private final Map<String, ValueFact> facts;
  private final Map<String, TensorData> constants;

  private FactInference(Map<String, ValueFact> facts, Map<String, TensorData> constants) {
    this.facts = facts;
    this.constants = constants;
  }

  /**
   * @param outer facts of the graphs around
   * @param constants constants that are visible in the graph
   */
  static Map<String, ValueFact> infer(
      Graph graph, Map<String, ValueFact> outer, Map<String, TensorData> constants) {
    FactInference inference = new FactInference(new HashMap<>(outer), constants);
    inference.declare(graph);
    graph.nodes().forEach(inference::visit);
    return inference.facts;
  }

  private void declare(Graph graph) {
    for (List<ValueInfo> infos : List.of(graph.inputs(), graph.outputs(), graph.valueInfos())) {
      infos.forEach(info -> facts.put(info.name(), ValueFact.of(info.type())));
    }
    for (TensorData tensor : graph.initializers().values()) {
      facts.put(tensor.name(), new ValueFact(tensor.type(), tensor.rank()));
    }
    for (SparseTensor sparse : graph.sparseInitializers()) {
      facts.put(sparse.name(), new ValueFact(sparse.values().type(), sparse.dims().length));
    }
  }

  private void visit(Node node) {
    ValueFact fact = node.domain().isEmpty() ? result(node) : ValueFact.UNKNOWN;
    for (int i = 0; i < node.outputs().size(); i++) {
      ValueFact inferred = node.is("TopK") && i == 1 ? fact.withType(DataType.INT64) : fact;
      facts.merge(node.output(i), inferred, (declared, found) -> declared.or(found));
    }
  }

  private ValueFact fact(Node node, int input) {
    return facts.getOrDefault(node.input(input), ValueFact.UNKNOWN);
  }

  private ValueFact result(Node node) {
    ValueFact first = fact(node, 0);
    return switch (node.opType()) {
      case "Cast" -> first.withType(castType(node));
      case "Shape" -> new ValueFact(DataType.INT64, 1);
      case "Size" -> new ValueFact(DataType.INT64, 0);
      case "NonZero" -> new ValueFact(DataType.INT64, 2);
      case "Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual", "And", "Or", "Xor" ->
          new ValueFact(DataType.BOOL, widest(node));
      case "Not", "IsNaN", "IsInf" -> first.withType(DataType.BOOL);
      case "Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Sum", "Mean", "PRelu", "Mod" ->
          first.or(fact(node, 1)).withRank(widest(node));
      case "MatMul" -> first.withRank(widest(node) >= 2 ? widest(node) : -1);
      case "DequantizeLinear" -> first.withType(fact(node, 1).type());
      case "QuantizeLinear" ->
          first.withType(node.hasInput(2) ? fact(node, 2).type() : DataType.UINT8);
      case "ConvInteger" -> first.withType(DataType.INT32);
      case "MatMulInteger" -> new ValueFact(DataType.INT32, -1);
      case "Where" -> fact(node, 1).withRank(widest(node));
      case "Gemm", "Flatten" -> first.withRank(2);
      case "Constant", "ConstantOfShape" -> constant(node);
      case "Reshape" -> first.withRank(length(node));
      case "Expand" -> first.withRank(Math.max(first.rank(), length(node)));
      case "Squeeze", "Unsqueeze" -> first.withRank(axesResult(node, first.rank()));
      case "Gather" -> first.withRank(gathered(first.rank(), fact(node, 1).rank()));
      case "ArgMax", "ArgMin" -> kept(node, first.withType(DataType.INT64), true);
      default -> node.opType().startsWith("Reduce") ? kept(node, first, hasAxes(node)) : same(node);
    };
  }

  private static DataType castType(Node node) {
    int code = (int) node.intAttribute("to", 0);
    return DataType.isKnown(code) ? DataType.of(code) : DataType.UNDEFINED;
  }

  private int widest(Node node) {
    int widest = -1;
    for (String input : node.inputs()) {
      int rank = facts.getOrDefault(input, ValueFact.UNKNOWN).rank();
      if (rank < 0) {
        return -1;
      }
      widest = Math.max(widest, rank);
    }
    return widest;
  }

  private ValueFact constant(Node node) {
    TensorData value = node.tensorAttribute("value").orElse(null);
    if (node.is("ConstantOfShape")) {
      ValueFact shape = facts.getOrDefault(node.input(0), ValueFact.UNKNOWN);
      int rank = shape.rank() < 0 ? -1 : length(node, 0);
      return new ValueFact(value == null ? DataType.FLOAT : value.type(), rank);
    }
    TensorData tensor = value != null ? value : Constants.value(node);
    return tensor == null ? ValueFact.UNKNOWN : new ValueFact(tensor.type(), tensor.rank());
  }

  private int length(Node node) {
    return length(node, 1);
  }

  private int length(Node node, int input) {
    TensorData shape = constants.get(node.input(input));
    return shape == null ? -1 : (int) shape.elementCount();
  }

  private int axesResult(Node node, int rank) {
    int axes = node.hasAttribute("axes") ? node.intsAttribute("axes").length : length(node);
    if (rank < 0 || axes < 0) {
      return -1;
    }
    return node.is("Unsqueeze") ? rank + axes : rank - axes;
  }

  private static int gathered(int data, int indices) {
    return data < 0 || indices < 0 ? -1 : data + indices - 1;
  }

  private static boolean hasAxes(Node node) {
    return node.hasAttribute("axes") || node.hasInput(1);
  }

  private static ValueFact kept(Node node, ValueFact fact, boolean known) {
    return node.intAttribute("keepdims", 1) == 1
        ? fact
        : fact.withRank(
            known && node.opType().startsWith("Arg") && fact.rank() > 0 ? fact.rank() - 1 : -1);
  }

  /** Operators whose result has the rank of the first input; others keep at most its type. */
  private ValueFact same(Node node) {
    ValueFact first = fact(node, 0);
    return switch (node.opType()) {
      case "Abs",
          "AveragePool",
          "BatchNormalization",
          "Ceil",
          "Clip",
          "Concat",
          "Conv",
          "ConvTranspose",
          "Dropout",
          "Elu",
          "Erf",
          "Exp",
          "Floor",
          "Gelu",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "HardSigmoid",
          "HardSwish",
          "Hardmax",
          "Identity",
          "InstanceNormalization",
          "LRN",
          "LayerNormalization",
          "LeakyRelu",
          "Log",
          "LogSoftmax",
          "MaxPool",
          "Neg",
          "Pad",
          "Reciprocal",
          "Relu",
          "Resize",
          "Selu",
          "Sigmoid",
          "Slice",
          "Softmax",
          "Softplus",
          "Softsign",
          "Split",
          "Sqrt",
          "Tanh",
          "Tile",
          "TopK",
          "Transpose",
          "Upsample" ->
          first;
      case "If" -> branch(node);
      case "OneHot" -> fact(node, 2).withRank(first.rank() < 0 ? -1 : first.rank() + 1);
      case "Loop", "Scan", "SequenceAt", "SplitToSequence" -> ValueFact.UNKNOWN;
      default -> first.withRank(-1);
    };
  }

  private static ValueFact branch(Node node) {
    return node.attributes().get("then_branch") instanceof Attribute.GraphValue graph
            && graph.value().outputs().size() == 1
        ? ValueFact.of(graph.value().outputs().get(0).type()).withRank(-1)
        : ValueFact.UNKNOWN;
  }
}
