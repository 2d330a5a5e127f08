package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.ops.common.ExactDepth;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums at the extremes of codes, where single precision alone would round. */
class ExactSumsTest {
  private static final int DEPTH = 2049;

  private final CodedModel m = new CodedModel();

  @Test
  void depthsFollowFromTheBounds() {
    assertThat(ExactDepth.of(255, 128)).isEqualTo(514);
    assertThat(ExactDepth.of(255, 255)).isEqualTo(258);
    assertThat(ExactDepth.of(1, 1)).isEqualTo(1 << 24);
  }

  /** All codes at one end, and one that differs: the odd sum is no float beyond 2^24. */
  @ParameterizedTest
  @CsvSource({
    "UINT8, 255, 0, UINT8, 255, 0",
    "UINT8, 255, 0, INT8, -128, 0",
    "INT8, -128, 127, INT8, 127, -128"
  })
  void productsOfTwoActivations(
      DataType left, long a, long aZero, DataType right, long b, long bZero) {
    Tensor x = filled(left, a, 1, DEPTH);
    Tensor y = filled(right, b, DEPTH, 1);
    x.setLong(0, a + (a > 0 ? -1 : 1));
    long expected = (a - aZero) * (b - bZero) * DEPTH + (a > 0 ? -1 : 1) * (b - bZero);
    String out =
        m.node(
            "MatMul",
            m.dequantize(m.feed(x), 1f, left, aZero),
            m.dequantize(m.feed(y), 1f, right, bZero));
    assertThat(run(out)).isEqualTo((float) expected);
    assertThat(Math.abs(expected)).isGreaterThan(1 << 24);
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, 255, 0, INT8, -128",
    "INT8, -128, 127, INT8, -127",
    "UINT8, 255, 0, UINT8, 255"
  })
  void productsWithWeights(DataType type, long code, long zero, DataType weightType, long weight) {
    long[] weights = new long[DEPTH];
    Arrays.fill(weights, weight);
    weights[DEPTH - 1] -= Long.signum(weight);
    String x = m.feed(filled(type, code, 1, DEPTH));
    String w = m.constant(weightType, new long[] {DEPTH, 1}, weights);
    String out =
        m.node("MatMul", m.dequantize(x, 1f, type, zero), m.dequantize(w, 1f, weightType, 0));
    long expected = (code - zero) * Arrays.stream(weights).sum();
    assertThat(run(out)).isEqualTo((float) expected);
  }

  /** A convolution of 300 channels by 9 taps, in images and dense. */
  @Test
  void convolutions() {
    int channels = 300;
    long[] weights = new long[channels * 9];
    Arrays.fill(weights, -128);
    weights[4] = -127;
    String x = m.feed(filled(DataType.UINT8, 255, 1, channels, 3, 3));
    String w = m.constant(DataType.INT8, new long[] {1, channels, 3, 3}, weights);
    String sum =
        m.node(
            "Conv", m.dequantize(x, 1f, DataType.UINT8, 0), m.dequantize(w, 1f, DataType.INT8, 0));
    long exact = 255 * Arrays.stream(weights).sum();
    float scale = (float) (exact / -101.5);
    String out = m.quantize(sum, scale, DataType.INT8, 0);
    float units = exact * (1f / scale);
    OnnxModel model = m.model(17, out, DataType.INT8);
    EngineModel engine = EngineModel.load(model);
    Tensor images = engine.newSession().run(m.inputs()).get(out);
    SessionOptions plain = SessionOptions.defaults().withChannelsLast(false);
    Tensor dense = engine.newSession(plain).run(m.inputs()).get(out);
    assertThat(images.longAt(0)).isEqualTo((long) Math.rint(units));
    Comparison.assertSameBits(out, dense, images);
  }

  private static Tensor filled(DataType type, long code, int... dims) {
    Tensor tensor = Tensor.allocate(type, dims);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setLong(i, code);
    }
    return tensor;
  }

  private float run(String out) {
    OnnxModel model = m.model(17, out, DataType.FLOAT);
    Map<String, Tensor> results = EngineModel.load(model).newSession().run(m.inputs());
    return results.get(out).floats()[results.get(out).offset()];
  }
}
