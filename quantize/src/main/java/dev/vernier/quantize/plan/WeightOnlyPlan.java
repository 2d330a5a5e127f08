package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.WeightFormat.Granularity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans that round weights and leave activations alone: those of convolutions, matrix products and
 * recurrent layers, and tables. As no integer kernel reads them, every weight may have a scale a
 * channel, and convolutions blocks of input channels.
 *
 * <p>Where blocks are asked for, a weight with fewer input channels than a block has is stored in
 * eight bits with a scale a channel, as fewer would cost too much (NNCF's backup mode).
 *
 * <p>Where channels have few weights, as in depthwise convolutions, a scale a channel saves little
 * and rounding shifts every channel's output, so that they stay in float: those with at most {@code
 * 32 * 8 / (32 - bits)} weights a channel (MindSpore Lite's filter), 10 for eight bits.
 */
public final class WeightOnlyPlan {

  private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");

  private final GraphIndex index;
  private final QuantizationSettings settings;
  private final IgnoredNodes ignored;
  private final Map<String, WeightQuantizer> kinds = new HashMap<>();
  private final List<WeightQuantizer> weights = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();

  private WeightOnlyPlan(OnnxModel prepared, QuantizationSettings settings) {
    this.index = GraphIndex.of(prepared.graph());
    this.settings = settings;
    this.ignored = new IgnoredNodes(index, settings.placement().ignored());
    for (WeightQuantizer weight : QuantizationPlan.of(prepared, settings).weights()) {
      if (weight.kind() != WeightQuantizer.Kind.OPERAND) {
        kinds.put(weight.node() + "\n" + weight.input(), weight);
      }
    }
    prepared.graph().nodes().forEach(this::plan);
  }

  /** The plan of a prepared model; the same inputs give the same plan. */
  public static QuantizationPlan of(OnnxModel prepared, QuantizationSettings settings) {
    WeightOnlyPlan plan = new WeightOnlyPlan(prepared, settings);
    return QuantizationPlan.ofConstants(prepared, settings, plan.weights, plan.decisions);
  }

  private void plan(Node node) {
    int before = weights.size();
    boolean small = false;
    boolean narrow = false;
    for (int i = 0; i < node.inputs().size(); i++) {
      if (isWeight(node, i)) {
        TensorData constant = index.constant(node.input(i)).orElseThrow();
        WeightQuantizer weight = quantizer(node, i, constant);
        small |= isSmall(constant);
        narrow |= isNarrow(weight, constant);
        if (!isSmall(constant) && !isNarrow(weight, constant)) {
          weights.add(weight);
        }
      }
    }
    boolean rounded = weights.size() > before;
    decisions.add(new Decision(node, rounded, rounded ? reason() : objection(small, narrow)));
  }

  private boolean isWeight(Node node, int input) {
    if (kinds.containsKey(GraphIndex.key(node) + "\n" + input)) {
      return true;
    }
    return isRecurrent(node)
        && (input == 1 || input == 2)
        && index.constant(node.input(input)).filter(c -> c.type().bits() == 32).isPresent()
        && ignored.match(node).isEmpty();
  }

  /** Whether a node is a recurrent layer. */
  public static boolean isRecurrent(Node node) {
    return node.domain().isEmpty() && RECURRENT.contains(node.opType());
  }

  private boolean isSmall(TensorData constant) {
    return constant.elementCount() < settings.export().weightOnly().minElements();
  }

  private String reason() {
    return "its weight is stored in " + weights.get(weights.size() - 1).format().bits() + " bits";
  }

  private static String objection(boolean small, boolean narrow) {
    return small
        ? "its weight is smaller than asked for"
        : narrow ? "its channels have too few weights for scales" : "no weight to round";
  }

  private static boolean isNarrow(WeightQuantizer weight, TensorData constant) {
    if (!weight.perChannel() || weight.kind() == WeightQuantizer.Kind.TABLE) {
      return false;
    }
    long perChannel = constant.elementCount() / Math.max(1, constant.dims()[weight.axis()]);
    return perChannel <= 32 * 8 / (32 - weight.format().bits());
  }

  private WeightQuantizer quantizer(Node node, int input, TensorData constant) {
    WeightQuantizer known = kinds.get(GraphIndex.key(node) + "\n" + input);
    if (known != null && known.kind() == WeightQuantizer.Kind.TABLE) {
      return known;
    }
    WeightFormat format = known == null ? settings.scheme().weights() : known.format();
    int size = settings.scheme().weights().granularity().blockSize();
    int blockAxis = blockAxis(node, input, constant.rank());
    if (size > 0 && constant.dims()[blockAxis] > size) {
      return weight(
          node, input, constant, blockAxis, format.withGranularity(Granularity.blocks(size)));
    }
    if (!settings.scheme().weights().granularity().perChannel()) {
      return weight(node, input, constant, -1, format.withGranularity(Granularity.PER_TENSOR));
    }
    WeightFormat whole = size > 0 ? format.withBits(8) : format;
    return weight(
        node,
        input,
        constant,
        channelAxis(node, input, constant.rank()),
        whole.withGranularity(Granularity.PER_CHANNEL));
  }

  private static WeightQuantizer weight(
      Node node, int input, TensorData constant, int axis, WeightFormat format) {
    return new WeightQuantizer(
        GraphIndex.key(node), input, constant.name(), axis, WeightQuantizer.Kind.WEIGHT, format);
  }

  /** The axis of the output channels. */
  private static int channelAxis(Node node, int input, int rank) {
    return switch (node.opType()) {
      case "Conv" -> 0;
      case "Gemm" -> node.intAttribute("transB", 0) != 0 ? 0 : 1;
      case "MatMul" -> rank == 1 ? 0 : input == 1 ? rank - 1 : rank - 2;
      default -> 1;
    };
  }

  /** The axis of the input channels, which the products are summed over. */
  private static int blockAxis(Node node, int input, int rank) {
    return switch (node.opType()) {
      case "Conv" -> 1;
      case "ConvTranspose" -> 0;
      case "Gemm" -> node.intAttribute("transB", 0) != 0 ? 1 : 0;
      case "MatMul" -> rank == 1 ? 0 : input == 1 ? rank - 2 : rank - 1;
      default -> 2;
    };
  }
}
