package dev.vernier.quantize;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;

/**
 * Number formats of a quantized model.
 *
 * @param activationType UINT8 or INT8
 * @param activationSymmetric zero point in the middle of the type instead of wherever zero falls
 * @param weightType INT8; weights are always symmetric
 * @param weightPerChannel one scale an output channel instead of one a tensor
 * @param reduceRange weights use 7 bits, so that 8-bit instructions without VNNI cannot saturate
 */
public record QuantizationScheme(
    DataType activationType,
    boolean activationSymmetric,
    DataType weightType,
    boolean weightPerChannel,
    boolean reduceRange) {

  public QuantizationScheme {
    if (activationType != DataType.UINT8 && activationType != DataType.INT8) {
      throw new VernierException(
          "Unsupported activation type " + activationType + ": expected UINT8 or INT8");
    }
    if (weightType != DataType.INT8) {
      throw new VernierException("Unsupported weight type " + weightType + ": expected INT8");
    }
  }

  /** Asymmetric uint8 activations, symmetric int8 weights with a scale a channel, full range. */
  public static QuantizationScheme defaults() {
    return new QuantizationScheme(DataType.UINT8, false, DataType.INT8, true, false);
  }

  public QuantizationScheme withActivationType(DataType type) {
    return new QuantizationScheme(
        type, activationSymmetric, weightType, weightPerChannel, reduceRange);
  }

  public QuantizationScheme withActivationSymmetric(boolean symmetric) {
    return new QuantizationScheme(
        activationType, symmetric, weightType, weightPerChannel, reduceRange);
  }

  public QuantizationScheme withWeightPerChannel(boolean perChannel) {
    return new QuantizationScheme(
        activationType, activationSymmetric, weightType, perChannel, reduceRange);
  }

  public QuantizationScheme withReduceRange(boolean reduce) {
    return new QuantizationScheme(
        activationType, activationSymmetric, weightType, weightPerChannel, reduce);
  }

  /** One line that names the whole scheme, as written into a model's metadata. */
  public String text() {
    return String.join(
        ", ",
        "activations " + activationType + (activationSymmetric ? " symmetric" : " asymmetric"),
        "weights " + weightType + (weightPerChannel ? " per channel" : " per tensor"),
        reduceRange ? "reduced range" : "full range");
  }
}
