package dev.vernier.quantize.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.export.OutputFormats;
import dev.vernier.quantize.export.RestoredWeights;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightQuantizer;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import dev.vernier.quantize.rewrite.Preparation;
import org.junit.jupiter.api.Test;

class AnalyticalBiasTest {
  private static final QuantizationSettings SETTINGS = QuantizationSettings.defaults();

  /** E[max(0, x)] for x of mean 1, deviation 2, and of mean -1, deviation 0.5. */
  private static final double[] RELU = {1.3955931148026, 0.0042453513108};

  private static OnnxModel prepared(OnnxModel model) {
    return RefinableLayers.withOwnBiases(Preparation.prepare(model, ConstantEvaluator.NONE));
  }

  private static QuantizationPlan plan(OnnxModel prepared) {
    return OutputFormats.find("qdq").plan(prepared, SETTINGS);
  }

  private static TestGraph normalized() {
    return new TestGraph(3)
        .input("x", 1, 2, 4, 4)
        .normal("w1", 1, 2, 2, 1, 1)
        .floats("gamma", new long[] {2}, -2f, 0.5f)
        .floats("beta", new long[] {2}, 1f, -1f)
        .floats("mean", new long[] {2}, 0.25f, 3f)
        .floats("var", new long[] {2}, 1f, 4f)
        .node("Conv", "one", "x w1")
        .node("BatchNormalization", "normal", "one gamma beta mean var")
        .node("Relu", "relu", "normal");
  }

  /** Rounding errors of a channel, summed over the window, times the channel's mean. */
  @Test
  void biasesTakeUpTheExpectedEffectOfRounding() {
    OnnxModel model =
        normalized()
            .normal("w2", 1, 4, 2, 3, 3)
            .floats("b2", new long[] {4}, 0.1f, 0.2f, 0.3f, 0.4f)
            .node("Conv", "two", "relu w2 b2")
            .output("two")
            .model();
    OnnxModel prepared = prepared(model);
    QuantizationPlan plan = plan(prepared);
    Refinement found = AnalyticalBias.of(prepared, plan, ChannelMeans.of(model, prepared));
    assertThat(found.weights()).isEmpty();
    assertThat(found.biases()).containsOnlyKeys("two");
    float[] exact = prepared.graph().initializers().get("w2").floats();
    float[] restored = RestoredWeights.of(prepared.graph(), weight(plan, "w2"));
    for (int o = 0; o < 4; o++) {
      double expected = 0.1 * (o + 1);
      for (int i = 0; i < 18; i++) {
        expected -= ((double) restored[18 * o + i] - exact[18 * o + i]) * RELU[i / 9];
      }
      assertThat((double) found.biases().get("two")[o]).isCloseTo(expected, within(1e-7));
      assertThat(found.biases().get("two")[o]).isNotEqualTo(0.1f * (o + 1));
    }
  }

  /** Each channel reads its own mean; a layer without a bias gets one. */
  @Test
  void depthwiseLayersReadOneChannelEach() {
    OnnxModel model =
        normalized()
            .normal("w2", 1, 2, 1, 3, 3)
            .node("Conv", "two", "relu w2", "group", 2)
            .output("two")
            .model();
    OnnxModel prepared = prepared(model);
    QuantizationPlan plan = plan(prepared);
    float[] bias =
        AnalyticalBias.of(prepared, plan, ChannelMeans.of(model, prepared)).biases().get("two");
    float[] exact = prepared.graph().initializers().get("w2").floats();
    float[] restored = RestoredWeights.of(prepared.graph(), weight(plan, "w2"));
    for (int o = 0; o < 2; o++) {
      double error = 0;
      for (int i = 9 * o; i < 9 * o + 9; i++) {
        error += (double) restored[i] - exact[i];
      }
      assertThat((double) bias[o]).isCloseTo(-error * RELU[o], within(1e-7));
    }
  }

  @Test
  void matricesReadMeansThroughAGlobalAverage() {
    OnnxModel model =
        normalized()
            .node("GlobalAveragePool", "pooled", "relu")
            .node("Flatten", "flat", "pooled")
            .normal("w2", 1, 2, 3)
            .floats("b2", new long[] {3}, 0f, 0f, 0f)
            .node("Gemm", "two", "flat w2 b2")
            .output("two")
            .model();
    OnnxModel prepared = prepared(model);
    QuantizationPlan plan = plan(prepared);
    float[] bias =
        AnalyticalBias.of(prepared, plan, ChannelMeans.of(model, prepared)).biases().get("two");
    float[] exact = prepared.graph().initializers().get("w2").floats();
    float[] restored = RestoredWeights.of(prepared.graph(), weight(plan, "w2"));
    for (int o = 0; o < 3; o++) {
      double first = (double) restored[o] - exact[o];
      double second = (double) restored[3 + o] - exact[3 + o];
      double expected = -first * RELU[0] - second * RELU[1];
      assertThat((double) bias[o]).isCloseTo(expected, within(1e-7));
    }
  }

  @Test
  void meansOfActivationsAndSumsAreKnownAndOfMaximaAreNot() {
    OnnxModel model =
        normalized()
            .scalar("low", 0f)
            .scalar("high", 1f)
            .node("Clip", "clip", "normal low high")
            .node("LeakyRelu", "leaky", "normal", "alpha", 0.1f)
            .node("Add", "sum", "relu normal")
            .node("MaxPool", "largest", "relu", "kernel_shape", new long[] {2, 2})
            .node("Relu", "again", "sum")
            .node("Concat", "all", "clip leaky sum again", "axis", 1)
            .output("all")
            .output("largest")
            .model();
    ChannelMeans means = ChannelMeans.of(model, prepared(model));
    assertThat(means.of("normal").orElseThrow()).containsExactly(1, -1);
    assertThat(means.of("relu").orElseThrow()).containsExactly(RELU, within(1e-9));
    double[] leaky = {0.1 + 0.9 * RELU[0], -0.1 + 0.9 * RELU[1]};
    assertThat(means.of("leaky").orElseThrow()).containsExactly(leaky, within(1e-7));
    double[] sum = {1 + RELU[0], -1 + RELU[1]};
    assertThat(means.of("sum").orElseThrow()).containsExactly(sum, within(1e-9));
    // By symmetry about its mean 1: E[min(1, max(0, x))] = E[max(0, x)] - deviation / sqrt(2 pi).
    assertThat(means.of("clip").orElseThrow()[0])
        .isCloseTo(RELU[0] - 2 * 0.3989422804014327, within(1e-9));
    assertThat(means.of("largest")).isEmpty();
    assertThat(means.of("again")).isEmpty();
    assertThat(means.of("x")).isEmpty();
  }

  private static WeightQuantizer weight(QuantizationPlan plan, String tensor) {
    return plan.weights().stream().filter(w -> w.tensor().equals(tensor)).findFirst().orElseThrow();
  }
}
