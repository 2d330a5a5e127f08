package dev.vernier.quantize.plan;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which tensors of a graph hold 32-bit floats, inferred from operator types and declared types. */
public final class FloatTensors {

  private static final Set<String> INT64 =
      Set.of("Shape", "Size", "NonZero", "ArgMax", "ArgMin", "NonMaxSuppression");
  private static final Set<String> BOOL =
      Set.of(
          "Equal",
          "Less",
          "LessOrEqual",
          "Greater",
          "GreaterOrEqual",
          "And",
          "Or",
          "Not",
          "Xor",
          "IsNaN",
          "IsInf");
  private static final Map<String, DataType> CODES =
      Map.of(
          "ConvInteger", DataType.INT32,
          "MatMulInteger", DataType.INT32,
          "QLinearConv", DataType.UINT8,
          "QLinearMatMul", DataType.UINT8,
          "DynamicQuantizeLinear", DataType.UINT8,
          "QuantizeLinear", DataType.UINT8);

  private final Map<String, DataType> types = new HashMap<>();

  public FloatTensors(Graph graph) {
    graph.inputs().forEach(this::declare);
    graph.initializers().forEach((name, data) -> types.put(name, data.type()));
    graph.nodes().forEach(this::infer);
    graph.valueInfos().forEach(this::declare);
    graph.outputs().forEach(this::declare);
  }

  public boolean contains(String tensor) {
    return types.get(tensor) == DataType.FLOAT;
  }

  private void declare(ValueInfo info) {
    if (info.type() != null && info.type().elementType() != DataType.UNDEFINED) {
      types.put(info.name(), info.type().elementType());
    }
  }

  private void infer(Node node) {
    List<String> outputs = node.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (!outputs.get(i).isEmpty()) {
        types.put(outputs.get(i), outputType(node, i));
      }
    }
  }

  private DataType outputType(Node node, int output) {
    String op = node.opType();
    if (INT64.contains(op) || (output > 0 && Set.of("TopK", "MaxPool", "Unique").contains(op))) {
      return DataType.INT64;
    }
    if (BOOL.contains(op)) {
      return DataType.BOOL;
    }
    if (CODES.containsKey(op)) {
      return CODES.get(op);
    }
    return switch (op) {
      case "Cast" -> DataType.of((int) node.intAttribute("to", 0));
      case "Constant" -> constantType(node);
      case "ConstantOfShape" ->
          node.tensorAttribute("value").map(TensorData::type).orElse(DataType.FLOAT);
      case "DequantizeLinear", "EyeLike", "RandomNormal", "RandomUniform" -> DataType.FLOAT;
      case "MelWeightMatrix", "HannWindow", "HammingWindow", "BlackmanWindow" ->
          DataType.of((int) node.intAttribute("output_datatype", DataType.FLOAT.code()));
      case "If", "Loop", "Scan" -> DataType.UNDEFINED;
      case "Where" -> inputType(node, 1);
      case "OneHot" -> inputType(node, 2);
      default -> inputType(node, 0);
    };
  }

  private static DataType constantType(Node node) {
    Attribute ints =
        node.attributes().getOrDefault("value_ints", node.attributes().get("value_int"));
    return ints != null
        ? DataType.INT64
        : node.tensorAttribute("value").map(TensorData::type).orElse(DataType.FLOAT);
  }

  private DataType inputType(Node node, int input) {
    return node.inputs().size() > input
        ? types.getOrDefault(node.inputs().get(input), DataType.UNDEFINED)
        : DataType.UNDEFINED;
  }
}
