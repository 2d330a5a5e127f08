package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Recognises products with activations quantized by their own range: DynamicQuantizeLinear,
 * ConvInteger or MatMulInteger with constant weights, Cast, Mul by the scales, and perhaps Add of a
 * constant bias. The last node of such a chain is replaced by one that computes the same bits from
 * codes held as floats; the other nodes stay and run only if their values are observed or used
 * elsewhere.
 */
final class DynamicFusion {
  private final ProgramBuilder builder;
  private final GraphUses uses;
  private final Map<ProgramNode, Codes> codes = new HashMap<>();
  private final Map<ProgramNode, ProgramNode> replacements = new HashMap<>();

  private DynamicFusion(ProgramBuilder builder) {
    this.builder = builder;
    this.uses = new GraphUses(builder);
  }

  /** Ids of the range and the codes of a DynamicQuantizeLinear. */
  private record Codes(int range, int codes) {}

  /** The end of a chain, with what it multiplies by and adds; one a channel. */
  private record Tail(ProgramNode last, float[] scales, float[] bias) {}

  /** Rewrites the builder's nodes, whose initializers are decoded. */
  static void apply(ProgramBuilder builder) {
    boolean dynamic = builder.ordered.stream().anyMatch(n -> n.node().is("DynamicQuantizeLinear"));
    // What cannot run anyway may lack the inputs that are looked at here.
    if (dynamic && builder.ordered.stream().allMatch(n -> n.operator() != null)) {
      new DynamicFusion(builder).rewrite();
    }
  }

  private void rewrite() {
    for (ProgramNode node : builder.ordered) {
      if (node.node().is("ConvInteger") || node.node().is("MatMulInteger")) {
        NodeEvaluation.named(
            node.label(),
            () -> {
              fuse(node);
              return null;
            });
      }
    }
    List<ProgramNode> result = new ArrayList<>();
    for (ProgramNode node : builder.ordered) {
      result.add(replacements.getOrDefault(node, node));
      if (codes.containsKey(node)) {
        Codes made = codes.get(node);
        int x = node.inputs()[0];
        result.add(made(node, new DynamicRange(), made.range(), x));
        result.add(made(node, new DynamicCodes(), made.codes(), x, made.range()));
      }
    }
    builder.ordered.clear();
    builder.ordered.addAll(result);
  }

  private static ProgramNode made(ProgramNode of, Operator operator, int output, int... inputs) {
    return new ProgramNode(of.node(), operator, inputs, new int[] {output});
  }

  private void fuse(ProgramNode node) {
    int[] ids = node.inputs();
    ProgramNode quantize = uses.producer(ids[0], "DynamicQuantizeLinear");
    Tensor w = builder.constants[ids[1]];
    if (quantize == null || !isQuantizedBy(quantize, ids) || w == null) {
      return;
    }
    boolean conv = node.node().is("ConvInteger");
    int channelAxis = conv ? 0 : 1;
    Tensor zero = ids.length > 3 && ids[3] >= 0 ? builder.constants[ids[3]] : null;
    boolean fits = conv ? w.rank() > 2 : w.rank() == 2;
    if (!fits || !CodeParameters.isCode(w.type()) || !isZeroOf(ids, zero, w.dim(channelAxis))) {
      return;
    }
    Tail tail = tail(node, quantize, conv, w.dim(channelAxis), w.rank());
    if (tail != null && w.size() > 0) {
      WeightedSums sums = sums(node.node(), w, zero, channelAxis);
      DynamicProduct product = new DynamicProduct(sums, tail.scales(), tail.bias());
      Codes made = codes.computeIfAbsent(quantize, this::newCodes);
      int[] inputs = {made.codes(), made.range()};
      replacements.put(
          tail.last(), new ProgramNode(node.node(), product, inputs, tail.last().outputs()));
    }
  }

  private static boolean isQuantizedBy(ProgramNode quantize, int[] ids) {
    boolean whole = quantize.outputs().length == 3;
    return whole
        && quantize.outputs()[0] == ids[0]
        && ids.length > 2
        && ids[2] == quantize.outputs()[2];
  }

  /** Whether the weights' zero points are absent, or constant: one for all or one a channel. */
  private static boolean isZeroOf(int[] ids, Tensor zero, int channels) {
    boolean absent = ids.length < 4 || ids[3] < 0;
    boolean one = zero != null && (zero.size() == 1 || zero.size() == channels);
    return absent || (one && zero.rank() < 2);
  }

  private WeightedSums sums(Node node, Tensor w, Tensor zero, int channelAxis) {
    boolean conv = channelAxis == 0;
    QuantizedCodes codes = new QuantizedCodes(-1, null, zero, w.type(), channelAxis);
    IntegerWeights weights =
        IntegerWeights.of(
            codes.integers(w, channelAxis),
            channelAxis,
            1 - channelAxis,
            node.intAttribute("group", 1) == 1,
            CodeRange.ofAnyZeroPoint(),
            null,
            true);
    Node plain = node.withOpType(conv ? "Conv" : "MatMul").withInputs(node.inputs().subList(0, 2));
    return WeightedSums.of(weights, builder.operator(plain), conv);
  }

  private Codes newCodes(ProgramNode quantize) {
    String name = builder.names.get(quantize.outputs()[0]);
    int range = builder.newUniqueValue(name + "/range");
    return new Codes(range, builder.newUniqueValue(name + "/centred"));
  }

  /** What follows the sums: Cast, Mul and perhaps Add; null if it is something else. */
  private Tail tail(
      ProgramNode product, ProgramNode quantize, boolean conv, int channels, int rank) {
    ProgramNode cast = uses.sole(product.outputs()[0]);
    boolean floats =
        cast != null
            && cast.node().is("Cast")
            && cast.node().intAttribute("to", 0) == DataType.FLOAT.code();
    ProgramNode mul = floats ? uses.sole(cast.outputs()[0]) : null;
    if (mul == null || !mul.node().is("Mul")) {
      return null;
    }
    int scale = other(mul, cast.outputs()[0]);
    float[] scales = scales(scale, quantize.outputs()[1], conv, channels, rank);
    if (scales == null) {
      return null;
    }
    ProgramNode add = uses.sole(mul.outputs()[0]);
    boolean adds = add != null && add.node().is("Add");
    int added = adds ? other(add, mul.outputs()[0]) : -1;
    float[] bias = adds ? perChannel(builder.constants[added], conv, channels, rank) : null;
    if (bias != null) {
      return new Tail(add, scales, bias);
    }
    float[] none = new float[channels];
    Arrays.fill(none, -0f);
    return new Tail(mul, scales, none);
  }

  /** The input that is not {@code id}. */
  private static int other(ProgramNode node, int id) {
    return node.inputs()[node.inputs()[0] == id ? 1 : 0];
  }

  /** The constants that the activations' scale is multiplied by, one a channel, or null. */
  private float[] scales(int id, int activations, boolean conv, int channels, int rank) {
    ProgramNode mul = uses.producer(id, "Mul");
    boolean fits =
        mul != null && (mul.inputs()[0] == activations || mul.inputs()[1] == activations);
    return fits
        ? perChannel(builder.constants[other(mul, activations)], conv, channels, rank)
        : null;
  }

  /**
   * The elements of a constant that is broadcast along channels alone, axis 1 of a convolution's
   * result of the given rank and the last of a product's, one a channel; null if it is not such.
   */
  private static float[] perChannel(Tensor constant, boolean conv, int channels, int rank) {
    if (constant == null || constant.type() != DataType.FLOAT) {
      return null;
    }
    boolean one = constant.size() == 1 && constant.rank() <= (conv ? rank : 1);
    int fromEnd = conv ? rank - 1 : 1;
    boolean each =
        constant.size() == channels
            && constant.rank() >= fromEnd
            && constant.rank() <= (conv ? rank : 1)
            && constant.dim(constant.rank() - fromEnd) == channels;
    if (!one && !each) {
      return null;
    }
    float[] result = new float[channels];
    for (int c = 0; c < channels; c++) {
      result[c] = (float) constant.doubleAt(one ? 0 : c);
    }
    return result;
  }
}
