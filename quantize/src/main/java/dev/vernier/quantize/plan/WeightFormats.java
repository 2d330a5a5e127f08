package dev.vernier.quantize.plan;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.ReduceRange;
import dev.vernier.quantize.TensorOverride;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.WeightFormat.Granularity;
import java.util.Set;

/** Chooses the format and the axis of every constant. */
final class WeightFormats {

  /** Tables are read by Gather, which all runtimes have for int8. */
  private static final WeightFormat TABLE = WeightFormat.of(DataType.INT8, Granularity.PER_CHANNEL);

  private final GraphIndex index;
  private final QuantizationScheme scheme;
  private final Set<String> firstLayer;

  WeightFormats(GraphIndex index, NodeSelection nodes, QuantizationScheme scheme) {
    this.index = index;
    this.scheme = scheme;
    this.firstLayer =
        scheme.reduceRange() == ReduceRange.FIRST_LAYER
            ? new FirstLayer(index, nodes).nodes()
            : Set.of();
  }

  WeightQuantizer quantizer(Node node, int input, WeightQuantizer.Kind kind) {
    String key = GraphIndex.key(node);
    String tensor = node.inputs().get(input);
    return switch (kind) {
      case TABLE -> table(key, tensor);
      case OPERAND ->
          new WeightQuantizer(
              key,
              input,
              tensor,
              -1,
              kind,
              scheme.weights().withGranularity(Granularity.PER_TENSOR));
      case WEIGHT -> weight(node, input, index.constant(tensor).orElseThrow());
    };
  }

  private WeightQuantizer table(String key, String tensor) {
    boolean columns = scheme.weights().granularity().perChannel();
    Granularity granularity = columns ? Granularity.PER_CHANNEL : Granularity.PER_TENSOR;
    WeightFormat format =
        TABLE.withGranularity(granularity).withPowerOfTwo(scheme.weights().powerOfTwo());
    scheme.override(tensor).ifPresent(override -> refuse(override, tensor));
    return new WeightQuantizer(
        key, 0, tensor, columns ? 1 : -1, WeightQuantizer.Kind.TABLE, format);
  }

  private static void refuse(TensorOverride override, String table) {
    throw new VernierException(
        "Override of \""
            + override.names()
            + "\" matches '"
            + table
            + "', a table read by Gather, which is always symmetric int8: leave it out, or ignore"
            + " the Gather to keep the table in float");
  }

  private WeightFormat format(String tensor) {
    return scheme
        .override(tensor)
        .map(override -> override.applyTo(tensor, scheme.weights()))
        .orElse(scheme.weights());
  }

  private WeightQuantizer weight(Node node, int input, TensorData constant) {
    String key = GraphIndex.key(node);
    WeightFormat chosen = format(constant.name());
    WeightFormat format = chosen.withReduced(chosen.bits() == 8 && isReduced(key));
    int channels = channelAxis(node, input, constant);
    int size = format.granularity().blockSize();
    int axis = blockAxis(node, input, constant);
    if (size > 0 && axis >= 0 && constant.dims()[axis] > size) {
      return weight(key, input, constant, axis, format);
    }
    boolean perChannel = format.granularity().perChannel() && channels >= 0;
    Granularity granularity = perChannel ? Granularity.PER_CHANNEL : Granularity.PER_TENSOR;
    return weight(
        key, input, constant, perChannel ? channels : -1, format.withGranularity(granularity));
  }

  private static WeightQuantizer weight(
      String key, int input, TensorData constant, int axis, WeightFormat format) {
    return new WeightQuantizer(
        key, input, constant.name(), axis, WeightQuantizer.Kind.WEIGHT, format);
  }

  private boolean isReduced(String key) {
    return scheme.reduceRange() == ReduceRange.ALL || firstLayer.contains(key);
  }

  /** The axis of the output channels, or -1 where runtimes take one scale only. */
  private static int channelAxis(Node node, int input, TensorData constant) {
    return switch (node.opType()) {
      case "Conv" -> 0;
      case "ConvTranspose" -> 1;
      case "Gemm" -> node.intAttribute("transB", 0) != 0 ? 0 : 1;
      default -> input == 1 && constant.dims().length == 2 ? 1 : -1;
    };
  }

  /** The axis that a matrix is summed over; -1 for what is not a matrix. */
  private static int blockAxis(Node node, int input, TensorData constant) {
    if (constant.dims().length != 2) {
      return -1;
    }
    return switch (node.opType()) {
      case "Gemm" -> node.intAttribute("transB", 0) != 0 ? 1 : 0;
      case "MatMul" -> input == 1 ? 0 : 1;
      default -> -1;
    };
  }
}
