package dev.vernier.pipeline.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.refine.ChannelQuantiles;
import dev.vernier.pipeline.refine.ChannelStates;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.quantize.rewrite.ChannelChange;
import dev.vernier.quantize.rewrite.Rewrites;
import dev.vernier.stats.PerChannelState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShiftedChannelsTest {
  private static final int CHANNELS = 3;
  private static final int PIXELS = 4;
  private static final PreparedModel MODEL = PreparedModel.of(model());

  /** Convolutions whose channels lie apart: two in a row, and one before a Relu, far above zero. */
  private static OnnxModel model() {
    Map<String, TensorData> constants = new LinkedHashMap<>();
    for (String weight : List.of("w1", "w2", "w3")) {
      float[] values = new float[CHANNELS * CHANNELS];
      Random random = new Random(weight.hashCode());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      long[] dims = {CHANNELS, CHANNELS, 1, 1};
      constants.put(weight, TensorData.ofFloats(weight, dims, values));
    }
    bias(constants, "b1", -30, 0, 40);
    bias(constants, "b2", 200, 0, 150);
    List<Node> nodes =
        List.of(
            node("Conv", "a", "x", "w1", "b1"),
            node("Conv", "b", "a", "w2", "b2"),
            node("Relu", "r", "b"),
            node("Conv", "y", "r", "w3"));
    ValueType type = ValueType.tensor(DataType.FLOAT, 1, CHANNELS, 2, 2);
    List<ValueInfo> inputs = List.of(new ValueInfo("x", type));
    List<ValueInfo> outputs = List.of(new ValueInfo("y", type));
    return OnnxModel.of(13, new Graph("shifted", nodes, constants, inputs, outputs, List.of()));
  }

  private static void bias(Map<String, TensorData> constants, String name, float... values) {
    constants.put(name, TensorData.ofFloats(name, new long[] {values.length}, values));
  }

  private static Node node(String type, String output, String... inputs) {
    return Node.of(output, type, List.of(inputs), List.of(output));
  }

  private static Pipeline pipeline(String... overrides) {
    String job = "model.path = shifted\ninputs.x { column = values }";
    return Pipeline.of(ConfigLoader.parse(job, "test", List.of(overrides)), MODEL);
  }

  private static List<Row> rows(int count) {
    List<Row> rows = new ArrayList<>();
    Random random = new Random(6);
    for (int i = 0; i < count; i++) {
      float[] values = new float[CHANNELS * PIXELS];
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) random.nextGaussian();
      }
      rows.add(Row.of("values", values));
    }
    return rows;
  }

  @Test
  void alignmentCentresWhatIsBetweenLayersAndKeepsTheFunction() {
    Pipeline pipeline = pipeline("rewrites.channel-alignment=always");
    SampleSet samples = pipeline.refineSamples(rows(50));
    Rewrites found = pipeline.rewrites(samples);
    assertThat(found.alignment().orElseThrow()).containsOnlyKeys("a");
    Pipeline aligned = pipeline.rewritten(found);
    requireSame(samples, aligned.model());
    PerChannelState before = state(MODEL, "a", samples);
    PerChannelState after = state(aligned.model(), "a", samples);
    assertThat(before.mean(0)).isLessThan(-20);
    assertThat(before.mean(2)).isGreaterThan(30);
    for (int c = 0; c < CHANNELS; c++) {
      assertThat(after.mean(c)).isCloseTo(0, within(1.0));
    }
  }

  @Test
  void absorptionNarrowsWhatIsBetweenLayersAndKeepsTheFunction() {
    Pipeline pipeline = pipeline("rewrites.bias-absorption=always");
    SampleSet samples = pipeline.refineSamples(rows(50));
    Rewrites found = pipeline.rewrites(samples);
    ChannelChange absorbed = found.absorption().orElseThrow().get("b");
    assertThat(found.absorption().orElseThrow()).containsOnlyKeys("b");
    Pipeline narrowed = pipeline.rewritten(found);
    requireSame(samples, narrowed.model());
    PerChannelState before = state(MODEL, "r", samples);
    PerChannelState after = state(narrowed.model(), "r", samples);
    for (int c = 0; c < CHANNELS; c++) {
      assertThat(absorbed.shifts()[c]).isBetween(0.0, (double) before.min(c));
      assertThat(after.max(c))
          .isCloseTo((float) (before.max(c) - absorbed.shifts()[c]), within(1e-3f));
    }
    assertThat(absorbed.shifts()[0]).isGreaterThan(50);
  }

  private static PerChannelState state(PreparedModel model, String tensor, SampleSet samples) {
    return ChannelStates.of(model.engine(), Map.of(tensor, 1), samples).get(tensor);
  }

  private static void requireSame(SampleSet samples, PreparedModel rewritten) {
    assertThat(rewritten.digest()).isNotEqualTo(MODEL.digest());
    InferenceSession given = MODEL.engine().newSession();
    InferenceSession changed = rewritten.engine().newSession();
    for (Map<String, Tensor> sample : samples.inputs()) {
      float[] expected = given.run(sample).get("y").toFloats();
      assertThat(changed.run(sample).get("y").toFloats()).containsExactly(expected, within(1e-3f));
    }
  }

  /** NumPy 2.4.6: quantile of each channel of three samples, then the median. */
  @Test
  void quantilesAreThoseOfNumpy() {
    float[][] values = {
      {
        5.789f, 4.437f, 4.096f, 2.137f, -4.219f, -4.838f, -2.662f, -7.016f, 0.489f, 0.381f, 0.172f,
        0.721f
      },
      {
        4.881f, 5.71f, 4.05f, 3.595f, -6.363f, -14.372f, 5.859f, -10.809f, 0.204f, 0.449f, 0.872f,
        0.559f
      },
      {
        2.976f, 3.287f, 4.625f, 3.839f, -8.151f, -3.84f, 3.96f, 13.809f, 0.189f, 0.343f, 0.299f,
        -0.105f
      }
    };
    List<Row> rows = new ArrayList<>();
    for (float[] sample : values) {
      rows.add(Row.of("values", sample));
    }
    double[][] ends =
        ChannelQuantiles.of(
                MODEL.engine(), Set.of("x"), pipeline().refineSamples(rows), 1e-4, 1 - 1e-4)
            .get("x");
    assertThat(ends[0])
        .containsExactly(new double[] {2.97609337, -8.14970672, 0.17206271}, within(1e-8));
    assertThat(ends[1])
        .containsExactly(new double[] {5.70975134, 5.85533361, 0.72093042}, within(1e-8));
  }
}
