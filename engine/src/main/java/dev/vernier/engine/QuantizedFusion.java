package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recognises 8-bit arithmetic and replaces each piece by one integer operator: Conv, Gemm, MatMul
 * and Add written as DequantizeLinear, the operator, perhaps Relu or Clip, and QuantizeLinear; the
 * same as QLinearConv and QLinearMatMul; Mul and Softmax likewise; and operators that move or
 * compare elements, between DequantizeLinear and QuantizeLinear, which need no arithmetic at all
 * where the parameters agree; and operators on single elements there, which map codes to codes.
 */
final class QuantizedFusion {
  private static final Set<String> MOVING =
      Set.of(
          "MaxPool",
          "Reshape",
          "Transpose",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Slice",
          "Gather",
          "DepthToSpace",
          "SpaceToDepth",
          "Expand",
          "Tile",
          "Identity");

  /** What scales of biases may be off, relatively: it changes no code by a tenth of a step. */
  private static final double SAME_SCALE = 1e-4;

  private final ProgramBuilder builder;
  private final GraphUses uses;
  private final SessionWorkspace workspace;
  private final Map<ProgramNode, List<ProgramNode>> replacements = new HashMap<>();
  private final Set<ProgramNode> absorbed = new HashSet<>();

  private QuantizedFusion(ProgramBuilder builder) {
    this.builder = builder;
    this.uses = new GraphUses(builder);
    this.workspace = new SessionWorkspace(new PreparedWeights(), builder.budget);
  }

  /** Rewrites the builder's nodes, whose initializers are decoded. */
  static void apply(ProgramBuilder builder) {
    boolean quantized =
        builder.ordered.stream().anyMatch(n -> n.node().is("DequantizeLinear") || isQLinear(n));
    // What cannot run anyway may lack the inputs that are looked at here.
    boolean supported = builder.ordered.stream().allMatch(n -> n.operator() != null);
    if (quantized && supported) {
      new QuantizedFusion(builder).rewrite();
    }
  }

  /** Whether a node may be computed before fusion: its codes would be lost in the numbers. */
  static boolean mayFold(ProgramNode node) {
    return !node.node().is("DequantizeLinear");
  }

  private static boolean isQLinear(ProgramNode node) {
    return node.node().is("QLinearConv") || node.node().is("QLinearMatMul");
  }

  private void rewrite() {
    for (ProgramNode node : builder.ordered) {
      NodeEvaluation.named(node.label(), () -> visit(node));
    }
    List<ProgramNode> result = new ArrayList<>();
    for (ProgramNode node : builder.ordered) {
      if (replacements.containsKey(node)) {
        result.addAll(replacements.get(node));
      } else if (!absorbed.contains(node)) {
        result.add(node);
      }
    }
    builder.ordered.clear();
    builder.ordered.addAll(result);
    dropUnused();
  }

  private void visit(ProgramNode node) {
    if (isProduct(node)) {
      fuse(node);
    } else if (isQLinear(node)) {
      fuseQLinear(node);
    } else if (node.node().is("Add")) {
      fuseAdd(node);
    } else if (node.node().is("Mul")) {
      fuseMul(node);
    } else if (node.node().is("Softmax")) {
      fuseSoftmax(node);
    } else if (isMoving(node)) {
      move(node);
    } else if (!absorbed.contains(node)) {
      map(node);
    }
  }

  /**
   * Removes DequantizeLinear nodes of constants whose every user took the codes instead. Those of
   * activations stay: a session runs them only if they are observed.
   */
  private void dropUnused() {
    Set<Integer> used = new HashSet<>();
    for (int id : builder.outputs) {
      used.add(id);
    }
    for (ProgramNode node : builder.ordered) {
      for (int id : node.inputs()) {
        used.add(id);
      }
    }
    builder.ordered.removeIf(
        n ->
            n.node().is("DequantizeLinear")
                && n.inputs()[0] >= 0
                && builder.constants[n.inputs()[0]] != null
                && !used.contains(n.outputs()[0]));
  }

  private void replace(ProgramNode node, QuantizedTail tail, ProgramNode... by) {
    replacements.put(node, List.of(by));
    absorbed.addAll(tail.nodes());
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

  private QuantizedTail tail(ProgramNode node) {
    return QuantizedTail.of(node, uses, builder.constants);
  }

  private void fuse(ProgramNode node) {
    QuantizedCodes x = codes(node.inputs()[0]);
    QuantizedCodes w = codes(node.inputs()[1]);
    int bias = node.inputs().length > 2 ? node.inputs()[2] : -1;
    ProgramNode scaled = bias < 0 ? null : uses.producer(bias, "DequantizeLinear");
    if (x == null || w == null || !x.isScalar() || (bias >= 0 && !isBias(scaled, x, w))) {
      return;
    }
    Product product =
        new Product(
            node.node(),
            node.operator(),
            x,
            w,
            scaled == null ? -1 : scaled.inputs()[0],
            tail(node));
    finish(node, product);
  }

  /** Whether the codes of a bias stand for the same numbers as the sums that they join. */
  private boolean isBias(ProgramNode scaled, QuantizedCodes x, QuantizedCodes w) {
    if (scaled == null) {
      return false;
    }
    Tensor scale = builder.constants[scaled.inputs()[1]];
    int zero = scaled.inputs().length > 2 ? scaled.inputs()[2] : -1;
    Tensor point = zero < 0 ? null : builder.constants[zero];
    if (scale == null || (zero >= 0 && (point == null || !isZero(point)))) {
      return false;
    }
    int most = Math.max(scale.size(), w.scale().size());
    boolean fits = isOneOr(scale, most) && isOneOr(w.scale(), most);
    for (int c = 0; fits && c < most; c++) {
      double sums = x.scale().doubleAt(0) * w.scale().doubleAt(w.isScalar() ? 0 : c);
      double given = scale.doubleAt(scale.size() == 1 ? 0 : c);
      fits = Math.abs(given - sums) <= SAME_SCALE * Math.abs(sums);
    }
    return fits;
  }

  private static boolean isOneOr(Tensor values, int size) {
    return values.size() == 1 || values.size() == size;
  }

  private static boolean isZero(Tensor point) {
    for (int i = 0; i < point.size(); i++) {
      if (point.longAt(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** QLinearConv and QLinearMatMul: inputs x, scale, zero point, w, …, those of y, bias. */
  private void fuseQLinear(ProgramNode node) {
    int[] ids = node.inputs();
    QuantizedCodes x = QuantizedCodes.of(builder, ids[0], ids[1], ids[2], 1);
    QuantizedCodes w = QuantizedCodes.of(builder, ids[3], ids[4], ids[5], axis(node, ids[3]));
    CodeParameters out = CodeParameters.of(builder.constants[ids[6]], builder.constants[ids[7]]);
    if (x == null || w == null || out == null || !x.isScalar()) {
      return;
    }
    Node plain = plain(node.node());
    Operator operator = builder.operator(plain);
    int bias = ids.length > 8 ? ids[8] : -1;
    finish(node, new Product(plain, operator, x, w, bias, QuantizedTail.within(node, out)));
  }

  /** The float operator that a QLinear node quantizes. */
  private static Node plain(Node node) {
    List<String> inputs = new ArrayList<>(List.of(node.input(0), node.input(3)));
    if (node.hasInput(8)) {
      inputs.add(node.input(8));
    }
    return node.withOpType(node.opType().substring("QLinear".length())).withInputs(inputs);
  }

  /** Axis of the weights' channels. */
  private long axis(ProgramNode node, int weights) {
    Tensor constant = builder.constants[weights];
    return node.node().is("QLinearConv") || constant == null ? 0 : constant.rank() - 1;
  }

  private void finish(ProgramNode node, Product product) {
    Tensor weights = builder.constants[product.w.id()];
    boolean planar = weights != null && (product.node.is("Conv") || weights.rank() == 2);
    ProgramNode fused = planar ? constantWeights(product, weights) : twoOperands(product);
    if (fused != null) {
      replace(node, product.tail, fused);
    }
  }

  private static ProgramNode twoOperands(Product p) {
    if (!p.node.is("MatMul") || !p.w.isScalar()) {
      return null;
    }
    IntegerMatMul operator =
        new IntegerMatMul(
            p.x.parameters(), p.w.parameters(), new CodeResult(p.tail.out(), p.tail.activation()));
    return integer(p.node, operator, p.tail.outputs(), p.x, p.w);
  }

  private ProgramNode constantWeights(Product p, Tensor codes) {
    boolean conv = p.node.is("Conv");
    boolean transposed = conv || p.node.intAttribute("transB", 0) != 0;
    int channelAxis = transposed ? 0 : codes.rank() - 1;
    int splitAxis = transposed ? 1 : codes.rank() - 2;
    int channels = codes.dim(channelAxis);
    int[] bias = p.bias < 0 ? null : bias(p.bias, channels);
    if (!p.w.fitsAxis(channelAxis, codes) || (p.bias >= 0 && bias == null)) {
      return null;
    }
    CodeParameters in = p.x.parameters();
    IntegerWeights weights =
        IntegerWeights.of(
            p.w.integers(codes, channelAxis),
            channelAxis,
            splitAxis,
            p.node.intAttribute("group", 1) == 1,
            CodeRange.of(in),
            bias,
            !p.node.is("MatMul") || bias == null);
    IntegerProduct operator =
        new IntegerProduct(
            WeightedSums.of(weights, p.operator, conv),
            in,
            new CodeResult(p.tail.out(), p.tail.activation()),
            multipliers(in.scale(), p.w.scales(channels), p.tail.out()));
    return integer(p.node, operator, p.tail.outputs(), p.x);
  }

  /** A node of the engine's own that takes codes. */
  private static ProgramNode integer(
      Node node, Operator operator, int[] outputs, QuantizedCodes... inputs) {
    CodeParameters[] codes =
        Arrays.stream(inputs).map(QuantizedCodes::parameters).toArray(CodeParameters[]::new);
    int[] ids = Arrays.stream(inputs).mapToInt(QuantizedCodes::id).toArray();
    return new ProgramNode(node, operator, ids, outputs, Signature.ofCodes(codes));
  }

  private static float[] multipliers(float inScale, float[] scales, CodeParameters out) {
    float[] result = new float[scales.length];
    for (int c = 0; c < result.length; c++) {
      float product = inScale * scales[c];
      result[c] = out == null ? product : product / out.scale();
    }
    return result;
  }

  /** A constant INT32 bias with one value a channel, or null. */
  private int[] bias(int id, int channels) {
    Tensor codes = builder.constants[id];
    if (codes == null || codes.type() != DataType.INT32 || codes.size() != channels) {
      return null;
    }
    int[] bias = new int[channels];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = (int) codes.longAt(i);
    }
    return bias;
  }

  private void fuseAdd(ProgramNode node) {
    QuantizedCodes a = codes(node.inputs()[0]);
    QuantizedCodes b = codes(node.inputs()[1]);
    QuantizedTail tail = tail(node);
    if (a == null || b == null || !a.isScalar() || !b.isScalar() || tail.out() == null) {
      return;
    }
    IntegerAdd operator =
        new IntegerAdd(
            node.operator(), a.parameters(), b.parameters(), tail.out(), tail.activation());
    replace(node, tail, integer(node.node(), operator, tail.outputs(), a, b));
  }

  private void fuseMul(ProgramNode node) {
    QuantizedCodes a = codes(node.inputs()[0]);
    QuantizedCodes b = codes(node.inputs()[1]);
    QuantizedTail tail = tail(node);
    if (a == null || b == null || !a.isScalar() || !b.isScalar() || !quantizes(tail)) {
      return;
    }
    IntegerMul operator =
        new IntegerMul(node.operator(), a.parameters(), b.parameters(), tail.out());
    replace(node, tail, integer(node.node(), operator, tail.outputs(), a, b));
  }

  private static boolean quantizes(QuantizedTail tail) {
    return tail.out() != null && tail.activation().equals(Activation.NONE);
  }

  /** Where ONNX Runtime takes its integer kernel, whose results differ from those of floats. */
  private void fuseSoftmax(ProgramNode node) {
    QuantizedCodes x = codes(node.inputs()[0]);
    QuantizedTail tail = tail(node);
    if (x == null || !x.isScalar() || !quantizes(tail) || x.type() != tail.out().type()) {
      return;
    }
    IntegerSoftmax operator = new IntegerSoftmax(node.operator(), x.parameters(), tail.out());
    replace(node, tail, integer(node.node(), operator, tail.outputs(), x));
  }

  private static boolean isMoving(ProgramNode node) {
    Node n = node.node();
    boolean nearest = n.is("Resize") && n.stringAttribute("mode", "nearest").equals("nearest");
    boolean named = n.domain().isEmpty() && MOVING.contains(n.opType());
    return (named || nearest || n.is("Concat")) && oneOutput(node);
  }

  private static boolean oneOutput(ProgramNode node) {
    for (int i = 1; i < node.outputs().length; i++) {
      if (node.outputs()[i] >= 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Runs the operator on the codes themselves: on those that mean the same before and after, and on
   * those mapped to what the result's codes mean.
   */
  private void move(ProgramNode node) {
    QuantizedTail tail = tail(node);
    if (!quantizes(tail)) {
      return;
    }
    int moved = node.node().is("Concat") ? node.inputs().length : 1;
    int[] inputs = node.inputs().clone();
    QuantizedCodes[] codes = new QuantizedCodes[moved];
    for (int i = 0; i < moved; i++) {
      codes[i] = inputs[i] < 0 ? null : codes(inputs[i]);
      if (codes[i] == null || !codes[i].isScalar() || !maps(codes[i].parameters(), tail.out())) {
        return;
      }
    }
    ProgramNode quantize = tail.nodes().get(0);
    List<ProgramNode> nodes = new ArrayList<>();
    for (int i = 0; i < moved; i++) {
      inputs[i] = mapped(codes[i], quantize, tail.out(), nodes);
    }
    int[] parameters = {tail.codes(), quantize.inputs()[1], quantize.inputs()[2]};
    Node numbers = quantize.node().withOpType("DequantizeLinear");
    nodes.add(new ProgramNode(node.node(), node.operator(), inputs, new int[] {tail.codes()}));
    nodes.add(
        new ProgramNode(numbers, builder.operator(numbers), parameters, new int[] {tail.number()}));
    replace(node, tail, nodes.toArray(ProgramNode[]::new));
  }

  private static boolean maps(CodeParameters from, CodeParameters to) {
    return from.equals(to) || (from.scale() > 0 && to.scale() > 0);
  }

  /** Id of codes in other parameters, those of a quantization; adds the node that maps them. */
  private int mapped(
      QuantizedCodes codes, ProgramNode quantize, CodeParameters to, List<ProgramNode> nodes) {
    if (codes.parameters().equals(to)) {
      return codes.id();
    }
    CodeChain chain = new CodeChain(List.of(quantize), codes.parameters(), to);
    int id = builder.newUniqueValue(builder.names.get(codes.id()) + "/requantized");
    IntegerMap operator = new IntegerMap(chain.map(constants()));
    nodes.add(integer(quantize.node(), operator, new int[] {id}, codes));
    return id;
  }

  private CodeChain.Constants constants() {
    return new CodeChain.Constants(builder.constants, uses, workspace);
  }

  /** Replaces operators on single elements between codes by what they make of every code. */
  private void map(ProgramNode node) {
    QuantizedCodes x = node.inputs().length == 0 ? null : codes(node.inputs()[0]);
    if (x == null || !x.isScalar()) {
      return;
    }
    CodeChain chain = CodeChain.from(node, x.parameters(), constants());
    if (chain == null) {
      return;
    }
    IntegerMap operator = new IntegerMap(chain.map(constants()));
    int[] outputs =
        chain.nodes().size() == 1
            ? new int[] {chain.codes()}
            : new int[] {chain.codes(), chain.number()};
    absorbed.addAll(chain.nodes());
    replacements.put(node, List.of(integer(node.node(), operator, outputs, x)));
  }

  /** What stands behind a value that is a DequantizeLinear of 8-bit codes, or null. */
  private QuantizedCodes codes(int id) {
    ProgramNode node = uses.producer(id, "DequantizeLinear");
    if (node == null || node.inputs()[0] < 0 || node.node().intAttribute("block_size", 0) != 0) {
      return null;
    }
    int zero = node.inputs().length > 2 ? node.inputs()[2] : -1;
    long axis = node.node().intAttribute("axis", 1);
    return QuantizedCodes.of(builder, node.inputs()[0], node.inputs()[1], zero, axis);
  }

  /**
   * A product to be fused.
   *
   * @param node the float operator's node
   * @param bias id of the INT32 bias, -1 if there is none
   */
  private record Product(
      Node node,
      Operator operator,
      QuantizedCodes x,
      QuantizedCodes w,
      int bias,
      QuantizedTail tail) {}
}
