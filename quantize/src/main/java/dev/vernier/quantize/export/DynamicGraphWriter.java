package dev.vernier.quantize.export;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.WeightFormat.Granularity;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightQuantizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks a graph once and writes its dynamically quantized form: products of integers, converted to
 * float and multiplied by the scales of both operands, the bias added in float. ONNX Runtime fuses
 * these nodes into MatMulIntegerToFloat and DynamicQuantizeMatMul when it loads them.
 */
final class DynamicGraphWriter {

  /** Names of an activation's codes, scale and zero point. */
  private record Activation(String codes, String scale, String zeroPoint) {}

  private final Graph graph;
  private final GraphBuilder builder;
  private final ConstantWriter constants;
  private final Map<String, Map<Integer, WeightQuantizer>> weights = new HashMap<>();
  private final Map<String, Activation> activations = new HashMap<>();

  DynamicGraphWriter(Graph graph, QuantizationPlan plan) {
    this.graph = graph;
    this.builder = new GraphBuilder(graph);
    this.constants = new ConstantWriter(graph, builder);
    plan.weights()
        .forEach(w -> weights.computeIfAbsent(w.node(), k -> new HashMap<>()).put(w.input(), w));
  }

  Graph write() {
    graph.nodes().forEach(this::write);
    return builder.build();
  }

  private void write(Node node) {
    Map<Integer, WeightQuantizer> mine = weights.getOrDefault(GraphIndex.key(node), Map.of());
    if (mine.isEmpty()) {
      builder.add(node);
    } else if (mine.containsKey(0) && mine.get(0).kind() == WeightQuantizer.Kind.TABLE) {
      constants.table(node, mine.get(0), node.output(0));
    } else if (!writeProduct(node, mine.get(1))) {
      writeDequantized(node, mine);
    }
  }

  /** Weights that no integer product reads are dequantized. */
  private void writeDequantized(Node node, Map<Integer, WeightQuantizer> mine) {
    List<String> inputs = new ArrayList<>(node.inputs());
    mine.forEach((input, weight) -> inputs.set(input, constants.weight(weight, null, 0f)));
    builder.add(node.withInputs(inputs));
  }

  private boolean writeProduct(Node node, WeightQuantizer weight) {
    boolean activation = weight != null && !graph.initializers().containsKey(node.input(0));
    if (!activation) {
      return false;
    }
    return switch (node.opType()) {
      case "Conv" -> convolution(node, weight);
      case "Gemm" -> gemm(node, weight);
      case "MatMul" -> product(node, weight, constant(node.input(1)), Optional.empty());
      case "LSTM" -> lstm(node);
      default -> false;
    };
  }

  private boolean gemm(Node node, WeightQuantizer weight) {
    boolean plain =
        node.intAttribute("transA", 0) == 0
            && node.floatAttribute("alpha", 1f) == 1f
            && (node.floatAttribute("beta", 1f) == 1f || !node.hasInput(2));
    if (!plain) {
      return false;
    }
    TensorData matrix = constant(node.input(1));
    boolean rows = node.intAttribute("transB", 0) != 0;
    return product(
        node,
        weight,
        rows ? Transposition.of(matrix) : matrix,
        Optional.of(node.input(2)).filter(name -> !name.isEmpty()));
  }

  private boolean product(
      Node node, WeightQuantizer weight, TensorData matrix, Optional<String> bias) {
    boolean columns = weight.perChannel() && matrix.rank() == 2;
    if (matrix.rank() < 2) {
      return false;
    }
    WeightFormat format =
        weight.format().withGranularity(columns ? Granularity.PER_CHANNEL : Granularity.PER_TENSOR);
    WeightCodes codes = WeightCodes.of(matrix, columns ? 1 : -1, format, null, 0f);
    finish(node, "MatMulInteger", Map.of(), matrix, codes, codes.grid().scaleDims(), bias);
    return true;
  }

  /** ONNX Runtime takes one zero point of the weight, so weights are symmetric here. */
  private boolean convolution(Node node, WeightQuantizer weight) {
    TensorData kernel = constant(node.input(1));
    WeightFormat format = weight.format().withSymmetric(true);
    WeightCodes codes = WeightCodes.of(kernel, weight.axis(), format, null, 0f);
    long[] dims = new long[kernel.rank() - 1];
    Arrays.fill(dims, 1);
    dims[0] = codes.scales().length;
    Optional<String> bias =
        node.hasInput(2) ? Optional.of(channels(node.input(2), dims.length)) : Optional.empty();
    finish(node, "ConvInteger", node.attributes(), kernel, codes, dims, bias);
    return true;
  }

  /** A bias shaped to be added channel by channel. */
  private String channels(String bias, int rank) {
    TensorData constant = graph.initializers().get(bias);
    if (constant != null) {
      long[] dims = new long[rank];
      Arrays.fill(dims, 1);
      dims[0] = constant.elementCount();
      return builder.add(constant.withDims(dims).withName(bias + "_channels"));
    }
    long[] shape = new long[rank];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    String dims = builder.add(TensorData.ofInt64s(bias + "_shape", new long[] {rank}, shape));
    String shaped = builder.tensorName(bias + "_channels");
    builder.addNamed(Node.of(shaped + "_Reshape", "Reshape", List.of(bias, dims), List.of(shaped)));
    return shaped;
  }

  private void finish(
      Node node,
      String type,
      Map<String, Attribute> attributes,
      TensorData weight,
      WeightCodes codes,
      long[] scaleDims,
      Optional<String> bias) {
    Activation activation = activation(node.input(0));
    String output = node.output(0);
    List<String> operands = new ArrayList<>();
    operands.add(activation.codes());
    operands.add(builder.add(codes.codes(weight.name() + "_quantized", weight.dims())));
    operands.add(activation.zeroPoint());
    zeroPoint(weight.name(), type, codes).ifPresent(operands::add);
    String sums = builder.tensorName(output + "_integer");
    builder.add(
        node.withOpType(type)
            .withInputs(operands)
            .withOutputs(List.of(sums))
            .withAttributes(attributes));
    String real = builder.tensorName(output + "_integer_float");
    add("Cast", real, List.of(sums), Map.of("to", Attribute.of((long) DataType.FLOAT.code())));
    String scale = builder.add(codes.scales(weight.name() + "_scale").withDims(scaleDims));
    String product = builder.tensorName(output + "_scale");
    add("Mul", product, List.of(activation.scale(), scale), Map.of());
    String scaled = bias.isPresent() ? builder.tensorName(output + "_scaled") : output;
    add("Mul", scaled, List.of(real, product), Map.of());
    bias.ifPresent(name -> add("Add", output, List.of(scaled, name), Map.of()));
  }

  private Optional<String> zeroPoint(String weight, String type, WeightCodes codes) {
    if (Arrays.stream(codes.zeroPoints()).allMatch(zero -> zero == 0)) {
      return Optional.empty();
    }
    TensorData all = codes.zeroPoints(weight + "_zero_point");
    boolean one = type.equals("ConvInteger");
    return Optional.of(
        builder.add(
            one
                ? TensorData.ofIntegers(all.name(), all.type(), new long[0], codes.zeroPoints()[0])
                : all));
  }

  private Activation activation(String tensor) {
    return activations.computeIfAbsent(
        tensor,
        t -> {
          Activation names =
              new Activation(
                  builder.tensorName(t + "_quantized"),
                  builder.tensorName(t + "_scale"),
                  builder.tensorName(t + "_zero_point"));
          builder.addNamed(
              Node.of(
                  t + "_DynamicQuantizeLinear",
                  "DynamicQuantizeLinear",
                  List.of(t),
                  List.of(names.codes(), names.scale(), names.zeroPoint())));
          return names;
        });
  }

  private void add(
      String type, String output, List<String> inputs, Map<String, Attribute> attributes) {
    builder.addNamed(Node.of(output + "_" + type, type, inputs, List.of(output), attributes));
  }

  /**
   * DynamicQuantizeLSTM reads both weights with gates along the last axis, and a scale for each
   * direction and gate row.
   */
  private boolean lstm(Node node) {
    boolean constant =
        graph.initializers().containsKey(node.input(1))
            && graph.initializers().containsKey(node.input(2));
    if (!constant || node.intAttribute("layout", 0) != 0) {
      return false;
    }
    WeightFormat format = weights.get(GraphIndex.key(node)).get(1).format();
    List<String> inputs = new ArrayList<>(node.inputs());
    while (inputs.size() < 8) {
      inputs.add("");
    }
    for (int i = 1; i <= 2; i++) {
      TensorData matrix = Transposition.of(constant(node.input(i)));
      int rows = (int) Math.max(2, matrix.dims()[1]);
      WeightCodes codes =
          WeightCodes.of(matrix, 1, format.withGranularity(Granularity.blocks(rows)), null, 0f);
      long[] dims = {matrix.dims()[0], matrix.dims()[2]};
      inputs.set(i, builder.add(codes.codes(matrix.name() + "_quantized", matrix.dims())));
      inputs.add(builder.add(codes.scales(matrix.name() + "_scale").withDims(dims)));
      inputs.add(builder.add(codes.zeroPoints(matrix.name() + "_zero_point").withDims(dims)));
    }
    builder.add(
        new Node(
            node.name(),
            "DynamicQuantizeLSTM",
            IntegerNode.DOMAIN,
            inputs,
            node.outputs(),
            node.withoutAttributes("layout").attributes(),
            node.docString()));
    return true;
  }

  private TensorData constant(String tensor) {
    return graph.initializers().get(tensor);
  }
}
