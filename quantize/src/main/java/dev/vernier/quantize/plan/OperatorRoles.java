package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.quantize.ModelType;
import java.util.Map;
import java.util.Set;

/** The role of each operator type, by model type; what is not listed is computed in float. */
final class OperatorRoles {

  private static final Set<String> WEIGHTED = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");
  private static final Set<String> CLAMPS = Set.of("Relu", "Clip");
  private static final Set<String> FOLLOWERS =
      Set.of("Add", "Mul", "Concat", "AveragePool", "GlobalAveragePool", "LeakyRelu", "Sigmoid");
  private static final Set<String> TRANSFORMER_FOLLOWERS = Set.of("Concat");
  private static final Set<String> PASSTHROUGH =
      Set.of(
          "MaxPool",
          "GlobalMaxPool",
          "ReduceMax",
          "ReduceMin",
          "GatherND",
          "ReverseSequence",
          "CenterCropPad",
          "Trilu",
          "Reshape",
          "Transpose",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Slice",
          "Split",
          "Gather",
          "GatherElements",
          "DepthToSpace",
          "SpaceToDepth",
          "Expand",
          "Tile",
          "Identity",
          "Pad",
          "Resize");

  private static final Map<String, String> FLOAT_REASONS =
      Map.of(
          "Softmax", "normalisation is computed in float",
          "LogSoftmax", "normalisation is computed in float",
          "LayerNormalization", "normalisation is computed in float",
          "InstanceNormalization", "normalisation is computed in float",
          "BatchNormalization", "no convolution before it to fold it into");

  private OperatorRoles() {}

  static Role of(Node node, ModelType type) {
    if (!node.domain().isEmpty()) {
      return Role.FLOAT;
    }
    String op = node.opType();
    if (WEIGHTED.contains(op)) {
      return Role.WEIGHTED;
    }
    if (CLAMPS.contains(op)) {
      return Role.CLAMP;
    }
    if (followers(type).contains(op)) {
      return Role.FOLLOWER;
    }
    return PASSTHROUGH.contains(op) ? Role.PASSTHROUGH : Role.FLOAT;
  }

  private static Set<String> followers(ModelType type) {
    return type == ModelType.TRANSFORMER ? TRANSFORMER_FOLLOWERS : FOLLOWERS;
  }

  /** Why an operator without a quantized form stays in float. */
  static String floatReason(Node node, ModelType type) {
    if (type == ModelType.TRANSFORMER && FOLLOWERS.contains(node.opType())) {
      return "element-wise operators of transformers stay in float";
    }
    return FLOAT_REASONS.getOrDefault(node.opType(), "no integer form of " + node.opType());
  }
}
