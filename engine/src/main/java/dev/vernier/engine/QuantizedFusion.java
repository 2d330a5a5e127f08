package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recognises 8-bit products written as DequantizeLinear, Conv, Gemm or MatMul, perhaps Relu or
 * Clip, and QuantizeLinear, and replaces each by one integer operator.
 */
final class QuantizedFusion {
  private final ProgramBuilder builder;
  private final Map<Integer, ProgramNode> producers = new HashMap<>();
  private final Map<Integer, List<ProgramNode>> users = new HashMap<>();
  private final Set<Integer> graphOutputs = new HashSet<>();
  private final Map<ProgramNode, ProgramNode> replacements = new HashMap<>();
  private final Set<ProgramNode> absorbed = new HashSet<>();

  private QuantizedFusion(ProgramBuilder builder) {
    this.builder = builder;
    for (ProgramNode node : builder.ordered) {
      for (int id : node.outputs()) {
        producers.put(id, node);
      }
      for (int id : node.inputs()) {
        users.computeIfAbsent(id, i -> new ArrayList<>()).add(node);
      }
    }
    for (int id : builder.outputs) {
      graphOutputs.add(id);
    }
  }

  /** Rewrites the builder's nodes, whose initializers are decoded. */
  static void apply(ProgramBuilder builder) {
    boolean quantized = builder.ordered.stream().anyMatch(n -> n.node().is("DequantizeLinear"));
    if (quantized) {
      new QuantizedFusion(builder).rewrite();
    }
  }

  private void rewrite() {
    for (ProgramNode node : builder.ordered) {
      if (node.operator() != null && isProduct(node)) {
        fuse(node);
      } else if (node.operator() != null && node.node().is("Add")) {
        fuseAdd(node);
      }
    }
    List<ProgramNode> result = new ArrayList<>();
    for (ProgramNode node : builder.ordered) {
      if (replacements.containsKey(node)) {
        result.add(replacements.get(node));
      } else if (!absorbed.contains(node)) {
        result.add(node);
      }
    }
    builder.ordered.clear();
    builder.ordered.addAll(result);
    dropUnused();
  }

  /**
   * Removes DequantizeLinear nodes of constants whose every user took the codes instead. Those of
   * activations stay: a session runs them only if they are observed.
   */
  private void dropUnused() {
    Set<Integer> used = new HashSet<>(graphOutputs);
    for (ProgramNode node : builder.ordered) {
      for (int id : node.inputs()) {
        used.add(id);
      }
    }
    builder.ordered.removeIf(
        n ->
            n.node().is("DequantizeLinear")
                && builder.constants[n.inputs()[0]] != null
                && !used.contains(n.outputs()[0]));
  }

  private static boolean isProduct(ProgramNode node) {
    return node.node().is("Conv") || node.node().is("MatMul") || isPlainGemm(node);
  }

  private static boolean isPlainGemm(ProgramNode node) {
    return node.node().is("Gemm")
        && node.node().floatAttribute("alpha", 1) == 1
        && node.node().floatAttribute("beta", 1) == 1
        && node.node().intAttribute("transA", 0) == 0;
  }

  private void fuse(ProgramNode node) {
    Codes x = codes(node.inputs()[0]);
    Codes w = codes(node.inputs()[1]);
    if (x == null || w == null || !x.isScalar()) {
      return;
    }
    Tail tail = tail(node);
    ProgramNode fused =
        builder.constants[w.id] == null
            ? twoOperands(node, x, w, tail)
            : constantWeights(node, x, w, tail);
    if (fused != null) {
      replacements.put(node, fused);
      absorbed.addAll(tail.nodes);
    }
  }

  private void fuseAdd(ProgramNode node) {
    Codes a = codes(node.inputs()[0]);
    Codes b = codes(node.inputs()[1]);
    Tail tail = tail(node);
    if (a == null || b == null || !a.isScalar() || !b.isScalar() || tail.out == null) {
      return;
    }
    IntegerAdd operator =
        new IntegerAdd(node.operator(), a.parameters(), b.parameters(), tail.out, tail.activation);
    replacements.put(
        node, new ProgramNode(node.node(), operator, new int[] {a.id, b.id}, tail.outputs()));
    absorbed.addAll(tail.nodes);
  }

  private ProgramNode twoOperands(ProgramNode node, Codes a, Codes b, Tail tail) {
    if (!node.node().is("MatMul") || !b.isScalar()) {
      return null;
    }
    float scale = a.parameters().scale() * b.parameters().scale();
    float[] multipliers = {tail.out == null ? scale : scale / tail.out.scale()};
    IntegerProduct operator =
        new IntegerProduct(
            IntegerWeights.none(),
            List.of(node.operator()),
            a.parameters(),
            b.parameters(),
            tail.out,
            multipliers,
            tail.activation,
            false);
    return new ProgramNode(node.node(), operator, new int[] {a.id, b.id}, tail.outputs());
  }

  private ProgramNode constantWeights(ProgramNode node, Codes x, Codes w, Tail tail) {
    Tensor codes = builder.constants[w.id];
    boolean conv = node.node().is("Conv");
    boolean transposed = conv || node.node().intAttribute("transB", 0) != 0;
    int channelAxis = transposed ? 0 : codes.rank() - 1;
    int splitAxis = conv ? 1 : transposed ? 1 : codes.rank() - 2;
    if (codes.rank() < 2 || (!conv && codes.rank() != 2) || !w.fitsAxis(channelAxis, codes)) {
      return null;
    }
    float[] scales = w.scales(codes.dim(channelAxis));
    int[] bias = null;
    if (node.inputs().length > 2 && node.inputs()[2] >= 0) {
      bias = bias(node.inputs()[2], codes.dim(channelAxis));
      if (bias == null) {
        return null;
      }
    }
    IntegerWeights weights =
        IntegerWeights.of(
            w.integers(codes, channelAxis),
            channelAxis,
            splitAxis,
            x.parameters().largest(),
            bias,
            !node.node().is("MatMul") || bias == null);
    List<Operator> products = new ArrayList<>();
    weights.parts().forEach(p -> products.add(node.operator()));
    IntegerProduct operator =
        new IntegerProduct(
            weights,
            products,
            x.parameters(),
            null,
            tail.out,
            multipliers(x.parameters().scale(), scales, tail.out),
            tail.activation,
            conv);
    return new ProgramNode(node.node(), operator, new int[] {x.id}, tail.outputs());
  }

  private static float[] multipliers(float inScale, float[] scales, CodeParameters out) {
    float[] result = new float[scales.length];
    for (int c = 0; c < result.length; c++) {
      float product = inScale * scales[c];
      result[c] = out == null ? product : product / out.scale();
    }
    return result;
  }

  /** Integer bias behind a DequantizeLinear of INT32 without zero point, or null. */
  private int[] bias(int id, int channels) {
    ProgramNode dequantize = producers.get(id);
    if (dequantize == null || !dequantize.node().is("DequantizeLinear")) {
      return null;
    }
    Tensor codes = builder.constants[dequantize.inputs()[0]];
    if (codes == null || codes.type() != DataType.INT32 || codes.size() != channels) {
      return null;
    }
    int[] bias = new int[channels];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = (int) codes.longAt(i);
    }
    return bias;
  }

  /** What stands behind a value that is a DequantizeLinear of 8-bit codes, or null. */
  private Codes codes(int id) {
    ProgramNode node = producers.get(id);
    if (node == null || !node.node().is("DequantizeLinear") || node.inputs()[0] < 0) {
      return null;
    }
    if (node.node().intAttribute("block_size", 0) != 0) {
      return null;
    }
    Tensor scale = builder.constants[node.inputs()[1]];
    boolean hasZero = node.inputs().length > 2 && node.inputs()[2] >= 0;
    Tensor zero = hasZero ? builder.constants[node.inputs()[2]] : null;
    DataType type = typeOf(node.inputs()[0], zero);
    boolean eightBit = type == DataType.UINT8 || type == DataType.INT8;
    if (scale == null || scale.type() != DataType.FLOAT || (hasZero && zero == null) || !eightBit) {
      return null;
    }
    return new Codes(node.inputs()[0], scale, zero, type, node.node().intAttribute("axis", 1));
  }

  /** Element type of codes: of the constant, of the zero point, or of the QuantizeLinear before. */
  private DataType typeOf(int id, Tensor zero) {
    if (builder.constants[id] != null) {
      return builder.constants[id].type();
    }
    return zero == null ? DataType.UNDEFINED : zero.type();
  }

  /** The activation and QuantizeLinear after a product, as far as they may be taken into it. */
  private Tail tail(ProgramNode node) {
    int value = node.outputs()[0];
    Activation activation = Activation.NONE;
    List<ProgramNode> nodes = new ArrayList<>();
    ProgramNode next = soleUser(value);
    if (next != null && clip(next) != null) {
      activation = clip(next);
      nodes.add(next);
      value = next.outputs()[0];
      next = soleUser(value);
    }
    CodeParameters out = next == null ? null : quantization(next);
    if (out == null) {
      return new Tail(List.of(), Activation.NONE, null, node.outputs()[0], -1);
    }
    nodes.add(next);
    return new Tail(nodes, activation, out, next.outputs()[0], value);
  }

  private ProgramNode soleUser(int id) {
    List<ProgramNode> list = users.getOrDefault(id, List.of());
    return list.size() == 1 && !graphOutputs.contains(id) ? list.get(0) : null;
  }

  private Activation clip(ProgramNode node) {
    List<TensorFact> facts = new ArrayList<>();
    facts.add(TensorFact.unknown(DataType.FLOAT));
    for (int i = 1; i < node.inputs().length; i++) {
      int id = node.inputs()[i];
      Tensor constant = id < 0 ? null : builder.constants[id];
      facts.add(
          id < 0
              ? null
              : constant == null
                  ? TensorFact.unknown(DataType.FLOAT)
                  : TensorFact.constant(constant));
    }
    return Activation.of(node.node(), facts).filter(Activation::isClip).orElse(null);
  }

  private CodeParameters quantization(ProgramNode node) {
    if (!node.node().is("QuantizeLinear") || node.inputs().length < 3 || node.inputs()[2] < 0) {
      return null;
    }
    Tensor scale = builder.constants[node.inputs()[1]];
    Tensor zero = builder.constants[node.inputs()[2]];
    boolean fits =
        scale != null
            && zero != null
            && scale.size() == 1
            && scale.type() == DataType.FLOAT
            && (zero.type() == DataType.UINT8 || zero.type() == DataType.INT8);
    return fits
        ? new CodeParameters((float) scale.doubleAt(0), (int) zero.longAt(0), zero.type())
        : null;
  }

  /** What follows a product: {@code codes} is the id of the result, {@code number} of its float. */
  private record Tail(
      List<ProgramNode> nodes, Activation activation, CodeParameters out, int codes, int number) {
    int[] outputs() {
      return number < 0 ? new int[] {codes} : new int[] {codes, number};
    }
  }

  /** 8-bit codes with their scales and zero points. */
  private record Codes(int id, Tensor scale, Tensor zero, DataType type, long axis) {
    boolean isScalar() {
      return scale.size() == 1;
    }

    CodeParameters parameters() {
      int point = zero == null ? 0 : (int) zero.longAt(0);
      return new CodeParameters((float) scale.doubleAt(0), point, type);
    }

    boolean fitsAxis(int channelAxis, Tensor codes) {
      return isScalar()
          || (Dims.axis(axis, codes.rank()) == channelAxis
              && scale.size() == codes.dim(channelAxis));
    }

    float[] scales(int channels) {
      float[] result = new float[channels];
      for (int c = 0; c < channels; c++) {
        result[c] = (float) scale.doubleAt(isScalar() ? 0 : c);
      }
      return result;
    }

    /** The codes less their zero points, as floats. */
    Tensor integers(Tensor codes, int channelAxis) {
      Tensor result = Tensor.allocate(DataType.FLOAT, codes.dims());
      int inner = Dims.strides(codes.dims())[channelAxis];
      for (int i = 0; i < codes.size(); i++) {
        int c = i / inner % codes.dim(channelAxis);
        long point = zero == null ? 0 : zero.longAt(zero.size() == 1 ? 0 : c);
        result.floats()[i] = codes.longAt(i) - point;
      }
      return result;
    }
  }
}
