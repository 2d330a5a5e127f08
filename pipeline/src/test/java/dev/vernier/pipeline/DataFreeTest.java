package dev.vernier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.stats.StateSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Correction of biases without data, on a model whose batch normalisation fits its inputs. */
class DataFreeTest {
  private static final int INPUTS = 3;
  private static final int CHANNELS = 16;
  private static final int OUTPUTS = 4;
  private static final int SAMPLES = 400;
  private static final OnnxModel MODEL = model();

  /** Inputs of unit variance give the first convolution's outputs the variance of its weights. */
  private static OnnxModel model() {
    Random random = new Random(11);
    float[] first = normal(random, CHANNELS * INPUTS);
    float[] variance = new float[CHANNELS];
    for (int i = 0; i < first.length; i++) {
      variance[i / INPUTS] += first[i] * first[i];
    }
    Map<String, TensorData> constants = new LinkedHashMap<>();
    put(constants, "w1", first, CHANNELS, INPUTS, 1, 1);
    put(constants, "gamma", normal(random, CHANNELS), CHANNELS);
    put(constants, "beta", normal(random, CHANNELS), CHANNELS);
    put(constants, "mean", new float[CHANNELS], CHANNELS);
    put(constants, "variance", variance, CHANNELS);
    put(constants, "w2", normal(random, OUTPUTS * CHANNELS), OUTPUTS, CHANNELS, 1, 1);
    List<Node> nodes =
        List.of(
            Node.of("first", "Conv", List.of("x", "w1"), List.of("c")),
            Node.of(
                "normalize",
                "BatchNormalization",
                List.of("c", "gamma", "beta", "mean", "variance"),
                List.of("n")),
            Node.of("relu", "Relu", List.of("n"), List.of("r")),
            Node.of("second", "Conv", List.of("r", "w2"), List.of("y")));
    ValueInfo x = new ValueInfo("x", ValueType.tensor(DataType.FLOAT, 1, INPUTS, 4, 4));
    ValueInfo y = new ValueInfo("y", ValueType.tensor(DataType.FLOAT, 1, OUTPUTS, 4, 4));
    return OnnxModel.of(13, new Graph("free", nodes, constants, List.of(x), List.of(y), List.of()));
  }

  private static void put(
      Map<String, TensorData> constants, String name, float[] values, long... dims) {
    constants.put(name, TensorData.ofFloats(name, dims, values));
  }

  private static float[] normal(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static Pipeline pipeline(String... settings) {
    return Pipeline.of(
        ConfigLoader.parse("model.path = free", "test", List.of(settings)),
        PreparedModel.of(MODEL));
  }

  private static OnnxModel quantized(String analytical, String samples) {
    return pipeline(
            "quantization.format=weight-only",
            "quantization.weight-only.min-elements=1",
            "quantization.scheme.weight-bits=3",
            "quantization.ignored.nodes=[\"first\"]",
            "refine.samples=" + samples,
            "refine.analytical-bias=" + analytical)
        .quantize(StateSet.empty())
        .model();
  }

  /** Root mean square over channels of the mean difference of the outputs. */
  private static double shift(OnnxModel candidate) {
    InferenceSession exact = EngineModel.load(MODEL).newSession();
    InferenceSession rounded = EngineModel.load(candidate).newSession();
    Random random = new Random(12);
    double[] sums = new double[OUTPUTS];
    for (int s = 0; s < SAMPLES; s++) {
      Map<String, Tensor> input =
          Map.of("x", Tensor.of(normal(random, INPUTS * 16), 1, INPUTS, 4, 4));
      float[] expected = exact.run(input).get("y").toFloats();
      float[] actual = rounded.run(input).get("y").toFloats();
      for (int i = 0; i < actual.length; i++) {
        sums[i / 16] += (double) actual[i] - expected[i];
      }
    }
    double squares = 0;
    for (double sum : sums) {
      squares += sum * sum;
    }
    return Math.sqrt(squares / OUTPUTS) / (16 * SAMPLES);
  }

  @Test
  void theMeansOfOutputsStayWhereTheyWere() {
    double plain = shift(quantized("false", "0"));
    double corrected = shift(quantized("true", "0"));
    assertThat(plain).isGreaterThan(0.1);
    assertThat(corrected).isLessThan(plain / 10);
  }

  @Test
  void whereSamplesRefineTheyDoIt() {
    assertThat(quantized("true", "8")).isEqualTo(quantized("false", "0"));
  }
}
