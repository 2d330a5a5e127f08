package dev.vernier.quantize.export;

import dev.vernier.onnx.Node;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.IgnoredNodes;
import dev.vernier.quantize.plan.SpectralFrontEnd;
import java.util.Optional;
import java.util.Set;

/** Which nodes compute in 16-bit floats. */
final class Float16Operators {

  /**
   * Operators whose type constraints lack 16-bit floats in some operator set, or whose kernels do:
   * the list of onnxruntime.transformers.float16 1.30 as far as it concerns ONNX's own domain, and
   * quantization, whose scales are 32-bit floats.
   */
  private static final Set<String> WITHOUT_KERNELS =
      Set.of(
          "NonMaxSuppression",
          "TopK",
          "RoiAlign",
          "Range",
          "CumSum",
          "Min",
          "Max",
          "Upsample",
          "Multinomial",
          "EyeLike",
          "Bernoulli",
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "IsInf",
          "ImageScaler",
          "Crop",
          "Affine",
          "MelWeightMatrix",
          "HannWindow",
          "HammingWindow",
          "BlackmanWindow");

  /** Operators that add many squares or powers: 65504, the largest value, is soon passed. */
  private static final Set<String> OVERFLOWING =
      Set.of(
          "Pow",
          "ReduceSum",
          "ReduceSumSquare",
          "ReduceL1",
          "ReduceL2",
          "ReduceLogSum",
          "ReduceLogSumExp",
          "ReduceProd",
          "CumProd",
          "LpPool",
          "GlobalLpPool",
          "LRN",
          "MeanVarianceNormalization",
          "DFT",
          "STFT",
          "Det");

  private final QuantizationSettings settings;
  private final IgnoredNodes ignored;
  private final Set<String> spectral;

  Float16Operators(GraphIndex index, QuantizationSettings settings) {
    this.settings = settings;
    this.ignored = new IgnoredNodes(index, settings.placement().ignored());
    this.spectral = SpectralFrontEnd.of(index);
  }

  boolean runs(Node node) {
    return objection(node).isEmpty();
  }

  /** Why a node computes in 32 bits, or empty. */
  Optional<String> objection(Node node) {
    String type = node.opType();
    if (!node.domain().isEmpty() || !node.subgraphs().isEmpty()) {
      return Optional.of("what it holds is not ONNX's own operators");
    }
    if (WITHOUT_KERNELS.contains(type) || isConstantList(node)) {
      return Optional.of("no 16-bit form of " + type);
    }
    if (OVERFLOWING.contains(type)) {
      return Optional.of("sums of squares and powers overflow 16 bits");
    }
    if (settings.export().float16().blockedTypes().contains(type)) {
      return Optional.of("blocked type " + type);
    }
    return spectral.contains(GraphIndex.key(node))
        ? Optional.of("computes a spectrum, whose range 16 bits cannot hold")
        : ignored.match(node);
  }

  private static boolean isConstantList(Node node) {
    return node.is("Constant") && !node.hasAttribute("value");
  }

  /** Whether an input of an operator in 16 bits is a 32-bit float all the same. */
  static boolean staysSingle(Node node, int input) {
    return node.is("Resize") && input > 0;
  }
}
