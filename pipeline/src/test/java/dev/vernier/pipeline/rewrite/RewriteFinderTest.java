package dev.vernier.pipeline.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.engine.EngineModel;
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
import dev.vernier.pipeline.refine.ChannelStates;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.quantize.rewrite.Rewrites;
import dev.vernier.quantize.rewrite.SavedRewrites;
import dev.vernier.quantize.rewrite.Smoothing;
import dev.vernier.stats.PerChannelState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RewriteFinderTest {
  private static final int TOKENS = 3;
  private static final int WIDTH = 8;
  private static final PreparedModel MODEL = PreparedModel.of(block());

  /**
   * What a transformer's feed-forward block does: normalised tokens, one of whose channels is fifty
   * times as large as the others and has weights as much smaller, two products, the tokens added.
   */
  private static OnnxModel block() {
    float[] weights = drawn(1, WIDTH * WIDTH);
    for (int i = 2 * WIDTH; i < 3 * WIDTH; i++) {
      weights[i] /= 50;
    }
    float[] scale = {1, 1, 50, 1, 1, 1, 1, 1};
    List<TensorData> constants =
        List.of(
            TensorData.ofFloats("scale", new long[] {WIDTH}, scale),
            TensorData.ofFloats("shift", new long[] {WIDTH}, new float[WIDTH]),
            TensorData.ofFloats("w1", new long[] {WIDTH, WIDTH}, weights),
            drawn("b1", 2, WIDTH),
            drawn("w2", 3, WIDTH, WIDTH));
    Map<String, TensorData> named = new LinkedHashMap<>();
    constants.forEach(constant -> named.put(constant.name(), constant));
    List<Node> nodes =
        List.of(
            node("LayerNormalization", "n", "x", "scale", "shift"),
            node("MatMul", "p", "n", "w1"),
            node("Add", "a", "p", "b1"),
            node("Relu", "r", "a"),
            node("MatMul", "q", "r", "w2"),
            node("Add", "y", "q", "x"));
    ValueType type = ValueType.tensor(DataType.FLOAT, 1, TOKENS, WIDTH);
    return OnnxModel.of(
        17,
        new Graph(
            "block",
            nodes,
            named,
            List.of(new ValueInfo("x", type)),
            List.of(new ValueInfo("y", type)),
            List.of()));
  }

  private static Node node(String type, String output, String... inputs) {
    return Node.of(output, type, List.of(inputs), List.of(output));
  }

  private static TensorData drawn(String name, long seed, long... dims) {
    return TensorData.ofFloats(name, dims, drawn(seed, (int) TensorData.elementCount(name, dims)));
  }

  private static float[] drawn(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static List<Row> rows(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(Row.of("values", drawn(100 + i, TOKENS * WIDTH)));
    }
    return rows;
  }

  private static Pipeline pipeline(String... overrides) {
    String job = "model.path = block\ninputs.x { column = values }\nrefine.bias-correction = false";
    return Pipeline.of(ConfigLoader.parse(job, "test", List.of(overrides)), MODEL);
  }

  @Test
  void smoothingKeepsTheFunctionAndServesUnevenChannels() {
    List<Row> rows = rows(40);
    Pipeline plain = pipeline();
    assertThat(plain.rewriteSettings().isEmpty()).isTrue();
    Pipeline pipeline = pipeline("rewrites.smooth-quant=always");
    SampleSet samples = pipeline.refineSamples(rows);
    Rewrites found = pipeline.rewrites(samples);
    assertThat(found.smoothing().orElseThrow().tensors()).containsOnlyKeys("n", "r");
    Pipeline smooth = pipeline.rewritten(found);
    assertThat(smooth.model().prepared().graph().nodes())
        .as("factors go into the normalisation, the first product and its bias")
        .hasSameSizeAs(MODEL.prepared().graph().nodes());
    double signal = 0;
    double difference = error(MODEL.engine(), smooth.model().engine(), samples);
    for (Map<String, Tensor> sample : samples.inputs()) {
      for (float y : MODEL.engine().newSession().run(sample).get("y").toFloats()) {
        signal += (double) y * y;
      }
    }
    assertThat(difference).isLessThan(1e-12 * signal);
    assertThat(error(MODEL.engine(), quantized(smooth, rows), samples))
        .isLessThan(0.5 * error(MODEL.engine(), quantized(plain, rows), samples));
  }

  private static EngineModel quantized(Pipeline pipeline, List<Row> rows) {
    return EngineModel.load(pipeline.quantize(pipeline.calibrate(rows).states()).model());
  }

  private static double error(EngineModel exact, EngineModel other, SampleSet samples) {
    double error = 0;
    for (Map<String, Tensor> sample : samples.inputs()) {
      float[] y = exact.newSession().run(sample).get("y").toFloats();
      float[] z = other.newSession().run(sample).get("y").toFloats();
      for (int i = 0; i < y.length; i++) {
        error += ((double) y[i] - z[i]) * ((double) y[i] - z[i]);
      }
    }
    return error;
  }

  @Test
  void dependsOnTheSetOfSamplesAlone() {
    List<Row> rows = rows(40);
    String[] settings = {"rewrites.smooth-quant=always", "rewrites.equalization=always"};
    Pipeline pipeline = pipeline(settings);
    String expected = text(pipeline, rows);
    Collections.shuffle(rows, new Random(4));
    assertThat(text(pipeline(settings), rows)).isEqualTo(expected);
    assertThat(RewriteFinder.apply(MODEL, SavedRewrites.fromJson(expected).rewrites()).digest())
        .as("what is saved makes the same model")
        .isEqualTo(
            pipeline.rewritten(pipeline.rewrites(pipeline.refineSamples(rows))).model().digest());
  }

  private static String text(Pipeline pipeline, List<Row> rows) {
    Rewrites found = pipeline.rewrites(pipeline.refineSamples(rows));
    return new SavedRewrites("m", pipeline.rewriteSettings().text(), found).toJson();
  }

  @Test
  void leavesFormatsWithoutRangesAlone() {
    assertThat(
            pipeline("rewrites.smooth-quant=always", "quantization.format=weight-only")
                .rewriteSettings()
                .isEmpty())
        .isTrue();
    assertThat(
            pipeline("rewrites.smooth-quant=auto", "quantization.model-type=transformer")
                .rewriteSettings()
                .text())
        .isEqualTo("smooth-quant 0.5 -1.0");
    assertThat(pipeline("rewrites.smooth-quant=auto").rewriteSettings().isEmpty()).isTrue();
    String transformer = "quantization.model-type=transformer";
    assertThat(pipeline(transformer, "output.tables=[tensorrt-cache]").rewriteSettings().isEmpty())
        .as("tables are of the model as it was given")
        .isTrue();
  }

  @Test
  void automaticRewritesAreThoseOfBefore() {
    Rewrites before = Rewrites.NONE.withSmoothing(new Smoothing(Map.of()));
    assertThat(pipeline().rewriteSettings(before).text()).isEqualTo("smooth-quant 0.5 -1.0");
    assertThat(pipeline().rewriteSettings(Rewrites.NONE).isEmpty()).isTrue();
    assertThat(pipeline("rewrites.smooth-quant=never").rewriteSettings(before).isEmpty()).isTrue();
    assertThat(pipeline("rewrites.equalization=always").rewriteSettings(before).text())
        .isEqualTo("equalization, smooth-quant 0.5 -1.0");
  }

  @Test
  void statesAreThoseOfTheChannelsOfAnAxis() {
    SampleSet samples = pipeline().refineSamples(rows(5));
    float[] low = new float[WIDTH];
    double[] sum = new double[TOKENS];
    for (Map<String, Tensor> sample : samples.inputs()) {
      float[] values = sample.get("x").toFloats();
      for (int i = 0; i < values.length; i++) {
        low[i % WIDTH] = Math.min(low[i % WIDTH], values[i]);
        sum[i / WIDTH] += values[i];
      }
    }
    PerChannelState last = ChannelStates.of(MODEL.engine(), Map.of("x", -1), samples).get("x");
    assertThat(last.channels()).isEqualTo(WIDTH);
    for (int c = 0; c < WIDTH; c++) {
      assertThat(last.min(c)).isEqualTo(low[c]);
      assertThat(last.count(c)).isEqualTo(5 * TOKENS);
    }
    PerChannelState second = ChannelStates.of(MODEL.engine(), Map.of("x", 1), samples).get("x");
    for (int c = 0; c < TOKENS; c++) {
      assertThat(second.mean(c)).isCloseTo(sum[c] / (5 * WIDTH), within(1e-6));
    }
    assertThat(ChannelStates.of(MODEL.engine(), Map.of("x", 3), samples)).isEmpty();
  }
}
