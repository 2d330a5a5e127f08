package dev.vernier.quantize.refine;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.export.RestoredWeights;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightQuantizer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Corrects biases without data: rounding a weight by {@code e} shifts the mean of a layer's output
 * by {@code e E[x]}, which is taken off its bias (M. Nagel et al., "Data-Free Quantization Through
 * Weight Equalization and Bias Correction", ICCV 2019, section 4.2). Padded borders count as any
 * other position. Layers whose inputs have no known means keep their biases, and so do
 * ConvTranspose.
 */
public final class AnalyticalBias {
  private AnalyticalBias() {}

  /**
   * The new biases of the layers whose weights a plan rounds.
   *
   * @param owned a prepared model in which each layer has a bias of its own ({@link
   *     RefinableLayers#withOwnBiases})
   */
  public static Refinement of(OnnxModel owned, QuantizationPlan plan, ChannelMeans means) {
    GraphIndex index = GraphIndex.of(owned.graph());
    Map<String, WeightQuantizer> weights = new TreeMap<>();
    plan.weights().stream()
        .filter(w -> w.kind() == WeightQuantizer.Kind.WEIGHT && w.input() == 1)
        .forEach(w -> weights.put(w.node(), w));
    Map<String, float[]> biases = new TreeMap<>();
    for (Node node : RefinableLayers.of(owned.graph(), plan)) {
      String key = GraphIndex.key(node);
      TensorData weight = index.constant(node.input(1)).orElseThrow();
      Optional<double[]> inputs =
          means.of(node.input(0)).filter(m -> m.length == inputs(node, weight.dims()));
      inputs.ifPresent(
          m -> {
            float[] restored = RestoredWeights.of(owned.graph(), weights.get(key));
            double[] shift = shift(node, weight, restored, m);
            String name = RefinableLayers.biasOf(node, index).orElseThrow();
            biases.put(key, minus(index.constant(name).orElseThrow().floats(), shift));
          });
    }
    return new Refinement(biases, Map.of());
  }

  private static float[] minus(float[] bias, double[] shift) {
    float[] corrected = new float[bias.length];
    for (int c = 0; c < bias.length; c++) {
      corrected[c] = (float) (bias[c] - shift[c]);
    }
    return corrected;
  }

  /** Input channels of a layer; -1 for one that is not corrected. */
  private static long inputs(Node node, long[] weight) {
    if (node.is("ConvTranspose") || node.is("Gemm") && node.intAttribute("transA", 0) != 0) {
      return -1;
    }
    return node.is("Conv")
        ? weight[1] * node.intAttribute("group", 1)
        : weight[isTransposed(node) ? 1 : 0];
  }

  private static boolean isTransposed(Node node) {
    return node.is("Gemm") && node.intAttribute("transB", 0) != 0;
  }

  /** By how much rounding shifts the mean of each output channel. */
  private static double[] shift(Node node, TensorData weight, float[] restored, double[] means) {
    long[] dims = weight.dims();
    boolean columns = !node.is("Conv") && !isTransposed(node);
    int outputs = (int) dims[columns ? 1 : 0];
    int perOutput = restored.length / outputs;
    int inner = node.is("Conv") ? (int) (perOutput / dims[1]) : 1;
    int groups = (int) (node.is("Conv") ? node.intAttribute("group", 1) : 1);
    float[] exact = weight.floats();
    double[] shift = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      int first = o / (outputs / groups) * (means.length / groups);
      for (int i = 0; i < perOutput; i++) {
        int element = columns ? i * outputs + o : o * perOutput + i;
        double error = (double) restored[element] - exact[element];
        shift[o] += error * means[first + i / inner];
      }
    }
    return shift;
  }
}
