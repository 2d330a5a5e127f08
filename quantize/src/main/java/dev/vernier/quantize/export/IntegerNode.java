package dev.vernier.quantize.export;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The integer operator that computes what a float operator between DequantizeLinear and
 * QuantizeLinear does. Inputs and attributes: ONNX (QLinearConv, QLinearMatMul) and ONNX Runtime's
 * docs/ContribOperators.md.
 *
 * @param node the float operator
 * @param inputs codes of its inputs; empty where an input is not dequantized
 * @param result codes its only output is rounded to; empty if float readers see it too
 * @param opset the operator set of the model
 */
record IntegerNode(
    Node node, List<Optional<CodedTensor>> inputs, Optional<CodedTensor> result, long opset) {

  /** ONNX Runtime's own operators. */
  static final String DOMAIN = "com.microsoft";

  /** The integer operator, if there is one that ONNX Runtime has a kernel for. */
  Optional<Node> integer() {
    if (!node.domain().isEmpty()) {
      return Optional.empty();
    }
    return switch (node.opType()) {
      case "Conv" -> convolution();
      case "Gemm" -> gemm();
      case "MatMul" -> product();
      case "Add", "Mul" -> elementwise("QLinear" + node.opType(), 2);
      case "Sigmoid", "LeakyRelu" -> elementwise("QLinear" + node.opType(), 1);
      case "GlobalAveragePool" ->
          elementwise("QLinearGlobalAveragePool", 1)
              .map(n -> n.withAttribute("channels_last", Attribute.of(0L)));
      case "AveragePool" -> averagePool();
      case "Softmax" ->
          elementwise("QLinearSoftmax", 1).map(n -> n.withAttribute("opset", Attribute.of(opset)));
      case "Concat" -> concatenation();
      default -> Optional.empty();
    };
  }

  private Optional<CodedTensor> codes(int input) {
    return input < inputs.size()
        ? inputs.get(input).filter(CodedTensor::isEightBit)
        : Optional.empty();
  }

  /** Products of signed with unsigned codes have kernels only in the other order. */
  private boolean hasProduct() {
    return codes(0).isPresent()
        && codes(1).isPresent()
        && !(codes(0).get().type() == DataType.INT8 && codes(1).get().type() == DataType.UINT8);
  }

  /** A bias is absent or int32 codes, which have the scale of the products. */
  private Optional<String> bias() {
    if (!node.hasInput(2)) {
      return Optional.of("");
    }
    return inputs.get(2).filter(c -> c.type() == DataType.INT32).map(CodedTensor::tensor);
  }

  private Optional<Node> convolution() {
    if (!hasProduct() || !hasResult() || bias().isEmpty()) {
      return Optional.empty();
    }
    List<String> names = triples(codes(0).get(), codes(1).get());
    names.addAll(parameters(result.get()));
    bias().filter(name -> !name.isEmpty()).ifPresent(names::add);
    return Optional.of(standard("QLinearConv", names, result.get().tensor()));
  }

  private Optional<Node> gemm() {
    boolean plain = node.floatAttribute("beta", 1f) == 1f || !node.hasInput(2);
    if (!hasProduct() || bias().isEmpty() || !plain) {
      return Optional.empty();
    }
    List<String> names = triples(codes(0).get(), codes(1).get());
    names.add(bias().get());
    if (hasResult()) {
      names.addAll(parameters(result.get()));
    }
    Node made = contributed("QGemm", names, node.withoutAttributes("beta").attributes());
    return Optional.of(made);
  }

  private Optional<Node> product() {
    if (!hasProduct()) {
      return Optional.empty();
    }
    CodedTensor left = codes(0).get();
    CodedTensor right = codes(1).get();
    if (hasResult()) {
      List<String> names = triples(left, right);
      names.addAll(parameters(result.get()));
      return Optional.of(standard("QLinearMatMul", names, result.get().tensor()));
    }
    return Optional.of(
        contributed(
            "MatMulIntegerToFloat",
            List.of(
                left.tensor(),
                right.tensor(),
                left.scale(),
                right.scale(),
                left.zeroPoint(),
                right.zeroPoint()),
            Map.of()));
  }

  private Optional<Node> elementwise(String type, int operands) {
    if (!hasResult() || inputs.size() != operands) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      if (codes(i).filter(c -> c.type() == result.get().type()).isEmpty()) {
        return Optional.empty();
      }
      names.addAll(triples(codes(i).get()));
    }
    names.addAll(parameters(result.get()));
    return Optional.of(contributed(type, names, node.attributes()));
  }

  private Optional<Node> averagePool() {
    for (long dilation : node.intsAttribute("dilations", 1)) {
      if (dilation != 1) {
        return Optional.empty();
      }
    }
    return elementwise("QLinearAveragePool", 1)
        .map(
            n -> n.withoutAttributes("dilations").withAttribute("channels_last", Attribute.of(0L)));
  }

  private Optional<Node> concatenation() {
    if (!hasResult()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>(parameters(result.get()));
    for (int i = 0; i < inputs.size(); i++) {
      if (codes(i).filter(c -> c.type() == result.get().type()).isEmpty()) {
        return Optional.empty();
      }
      names.addAll(triples(codes(i).get()));
    }
    return Optional.of(contributed("QLinearConcat", names, node.attributes()));
  }

  private boolean hasResult() {
    return result.filter(CodedTensor::isEightBit).isPresent();
  }

  private static List<String> parameters(CodedTensor codes) {
    return List.of(codes.scale(), codes.zeroPoint());
  }

  private static List<String> triples(CodedTensor... operands) {
    List<String> names = new ArrayList<>();
    for (CodedTensor codes : operands) {
      names.add(codes.tensor());
      names.addAll(parameters(codes));
    }
    return names;
  }

  private Node standard(String type, List<String> names, String output) {
    return node.withOpType(type).withInputs(names).withOutputs(List.of(output));
  }

  private Node contributed(String type, List<String> names, Map<String, Attribute> attributes) {
    return new Node(
        node.name(),
        type,
        DOMAIN,
        names,
        List.of(hasResult() ? result.get().tensor() : node.output(0)),
        new LinkedHashMap<>(attributes),
        node.docString());
  }
}
