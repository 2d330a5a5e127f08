package dev.vernier.engine.ops;

import static dev.vernier.engine.ops.NodeSpec.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.Comparison;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.SessionOptions;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Tolerance;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.VernierException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operators that the oracle does not have, or leaves open, with numbers computed by hand. */
class HandComputedTest {
  private static final Tolerance ROUNDING = Tolerance.relative(1e-6f);
  private static final float LOG_HALF = (float) StrictMath.log(0.5);
  private static final float LOG_3 = (float) StrictMath.log(3);

  private static List<Tensor> run(NodeSpec spec) {
    return List.copyOf(
        InferenceSession.create(spec.model(false), SessionOptions.defaults())
            .run(spec.inputs())
            .values());
  }

  private static void gives(NodeSpec spec, Tensor... expected) {
    List<Tensor> actual = run(spec);
    for (int i = 0; i < expected.length; i++) {
      Comparison.assertAgrees("out" + i, actual.get(i), expected[i], ROUNDING);
    }
  }

  private static Tensor floats(int[] dims, float... values) {
    return Tensor.of(values, dims);
  }

  private static int[] dims(int... dims) {
    return dims;
  }

  /** Keys (1,2) and (0,1), values 3 and 4, queries (1,1) and (2,1), for a scale of 1. */
  private static NodeSpec attention(String rule) {
    return of("LinearAttention")
        .opset(27)
        .with("q_num_heads", 1)
        .with("kv_num_heads", 1)
        .with("scale", 1f)
        .with("update_rule", rule)
        .gives(DataType.FLOAT)
        .gives(DataType.FLOAT)
        .feed(floats(dims(1, 2, 2), 1, 1, 2, 1))
        .feed(floats(dims(1, 2, 2), 1, 2, 0, 1))
        .feed(floats(dims(1, 2, 1), 3, 4));
  }

  @Test
  void linearAttentionFollowsItsRules() {
    gives(attention("linear"), floats(dims(1, 2, 1), 9, 16), floats(dims(1, 1, 2, 1), 3, 10));
    gives(
        attention("linear").feed(floats(dims(1, 1, 2, 1), 1, -1)),
        floats(dims(1, 2, 1), 9, 17),
        floats(dims(1, 1, 2, 1), 4, 9));
    gives(
        attention("gated").absent().feed(floats(dims(1, 2, 1), LOG_HALF, LOG_HALF)),
        floats(dims(1, 2, 1), 9, 10),
        floats(dims(1, 1, 2, 1), 1.5f, 7));
    gives(
        attention("delta").absent().absent().feed(floats(dims(1, 2, 1), 0.5f, 0.5f)),
        floats(dims(1, 2, 1), 4.5f, 6.5f),
        floats(dims(1, 1, 2, 1), 1.5f, 3.5f));
    gives(
        attention("gated_delta")
            .absent()
            .feed(floats(dims(1, 2, 2), LOG_HALF, 0, LOG_HALF, 0))
            .feed(floats(dims(1, 2, 1), 0.5f, 0.5f)),
        floats(dims(1, 2, 1), 4.5f, 5),
        floats(dims(1, 1, 2, 1), 0.75f, 3.5f));
  }

  @Test
  void linearAttentionRefusesAnInputItsRuleLacks() {
    assertThatThrownBy(() -> run(attention("gated")))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("input decay is needed by rule gated");
  }

  @Test
  void causalConvolutionSeesTheStateBeforeTheFirstStep() {
    NodeSpec plain =
        of("CausalConvWithState")
            .opset(27)
            .gives(DataType.FLOAT)
            .gives(DataType.FLOAT)
            .feed(floats(dims(1, 1, 3), 1, 2, 3))
            .constant(floats(dims(1, 1, 2), 10, 1));
    gives(plain, floats(dims(1, 1, 3), 1, 12, 23), floats(dims(1, 1, 1), 3));
    gives(
        plain.constant(floats(dims(1), 0.5f)).feed(floats(dims(1, 1, 1), 5)),
        floats(dims(1, 1, 3), 51.5f, 12.5f, 23.5f),
        floats(dims(1, 1, 1), 3));
  }

  @Test
  void causalConvolutionOfAShortInputKeepsPartOfTheState() {
    gives(
        of("CausalConvWithState")
            .opset(27)
            .with("activation", "silu")
            .gives(DataType.FLOAT)
            .gives(DataType.FLOAT)
            .feed(floats(dims(1, 1, 1), LOG_3))
            .constant(floats(dims(1, 1, 3), 0, 0, 1))
            .absent()
            .feed(floats(dims(1, 1, 2), 7, 8)),
        floats(dims(1, 1, 1), 0.75f * LOG_3),
        floats(dims(1, 1, 2), 8, LOG_3));
  }

  /** Scores 0 and log 3 of two keys with values 4 and 8. */
  private static NodeSpec flexAttention() {
    return of("FlexAttention")
        .opset(26)
        .domain("ai.onnx.preview")
        .with("scale", 1f)
        .feed(floats(dims(1, 1, 1, 2), 1, 0))
        .feed(floats(dims(1, 1, 2, 2), 0, 0, LOG_3, 0))
        .feed(floats(dims(1, 1, 2, 1), 4, 8));
  }

  private static Attribute negation(DataType type) {
    ValueType any = new ValueType(type, null);
    return Attribute.of(
        new Graph(
            "negation",
            List.of(Node.of("negate", "Neg", List.of("x"), List.of("y"))),
            Map.of(),
            List.of(new ValueInfo("x", any)),
            List.of(new ValueInfo("y", any)),
            List.of()));
  }

  @Test
  void flexAttentionRunsItsGraphs() {
    gives(flexAttention(), floats(dims(1, 1, 1, 1), 7));
    gives(flexAttention().with("score_mod", negation(DataType.FLOAT)), floats(dims(1, 1, 1, 1), 5));
    gives(flexAttention().with("prob_mod", negation(DataType.FLOAT)), floats(dims(1, 1, 1, 1), -7));
    gives(
        flexAttention()
            .with("softmax_precision", DataType.DOUBLE.code())
            .with("prob_mod", negation(DataType.DOUBLE)),
        floats(dims(1, 1, 1, 1), -7));
  }

  @Test
  void swigluGatesTheValue() {
    gives(
        of("SwiGLU")
            .opset(28)
            .feed(floats(dims(3), LOG_3, 0, -LOG_3))
            .feed(floats(dims(3), 4, 9, 8)),
        floats(dims(3), 3 * LOG_3, 0, -2 * LOG_3));
    gives(
        of("SwiGLU")
            .opset(28)
            .with("alpha", -1f)
            .gives(DataType.DOUBLE)
            .feed(Tensor.of(new double[] {LOG_3}, 1))
            .feed(Tensor.of(new double[] {4}, 1)),
        Tensor.of(new double[] {LOG_3}, 1));
  }

  private static NodeSpec bitCast(Tensor x, DataType to) {
    return of("BitCast").opset(26).with("to", to.code()).gives(to).feed(x);
  }

  @Test
  void bitsKeepTheirValueUnderAnotherType() {
    gives(
        bitCast(floats(dims(2), 1f, -0f), DataType.INT32),
        Tensor.of(new int[] {0x3f800000, 0x80000000}, 2));
    gives(
        bitCast(Tensor.of(new long[] {0x4000000000000000L}, 1), DataType.DOUBLE),
        Tensor.of(new double[] {2}, 1));
    gives(
        bitCast(Tensor.wrap(DataType.INT4, new byte[] {-1, 3, -8}, 0, 3), DataType.UINT4),
        Tensor.wrap(DataType.UINT4, new byte[] {15, 3, 8}, 0, 3));
    gives(
        bitCast(Tensor.wrap(DataType.UINT4, new byte[] {15, 3, 8}, 0, 3), DataType.INT4),
        Tensor.wrap(DataType.INT4, new byte[] {-1, 3, -8}, 0, 3));
    assertThatThrownBy(() -> run(bitCast(floats(dims(1), 1), DataType.INT64)))
        .hasMessageContaining("widths differ");
  }

  @Test
  void uniqueTakesNotANumberForOneValue() {
    List<Tensor> results =
        run(
            of("Unique")
                .feed(floats(dims(6), Float.NaN, 2, -0f, Float.NaN, 0, 2))
                .gives(DataType.FLOAT)
                .gives(DataType.INT64)
                .gives(DataType.INT64)
                .gives(DataType.INT64));
    assertThat(results.get(0).toFloats()).containsExactly(-0f, 2, Float.NaN);
    assertThat(results.get(1).toLongs()).containsExactly(2, 1, 0);
    assertThat(results.get(2).toLongs()).containsExactly(2, 1, 0, 2, 0, 1);
    assertThat(results.get(3).toLongs()).containsExactly(2, 2, 2);
  }

  @Test
  void lossesRefuseALabelWithoutClass() {
    NodeSpec spec =
        of("NegativeLogLikelihoodLoss")
            .opset(13)
            .feed(floats(dims(1, 2), -1, -2))
            .feed(Tensor.of(new long[] {2}, 1));
    assertThatThrownBy(() -> run(spec))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("label 2 is neither one of 2 classes nor ignored");
  }

  @Test
  void boxesThatOverlapByTheThresholdItselfAreKept() {
    gives(
        of("NonMaxSuppression")
            .opset(11)
            .gives(DataType.INT64)
            .feed(floats(dims(1, 2, 4), 0, 0, 1, 1, 0, 0, 1, 0.5f))
            .feed(floats(dims(1, 1, 2), 0.5f, 0.9f))
            .constant(Tensor.of(new long[] {2}, 1))
            .constant(floats(dims(1), 0.5f)),
        Tensor.of(new long[] {0, 0, 1, 0, 0, 0}, 2, 3));
  }

  @Test
  void einsumOfBrainFloatsRoundsOnce() {
    gives(
        of("Einsum")
            .opset(28)
            .with("equation", "i,i->")
            .gives(DataType.BFLOAT16)
            .feed(Tensor.wrap(DataType.BFLOAT16, new short[] {0x3f80, 0x3b80}, 0, 2))
            .feed(Tensor.wrap(DataType.BFLOAT16, new short[] {0x3f80, 0x3f80}, 0, 2)),
        Tensor.wrap(DataType.BFLOAT16, new short[] {0x3f80}, 0));
  }

  @Test
  void einsumNamesATermThatDoesNotFit() {
    assertThatThrownBy(() -> run(of("Einsum").with("equation", "ij->i").floats(2, 3, 4)))
        .hasMessageContaining("term 'ij' does not fit shape [2,3,4]");
  }

  @Test
  void transformsOfComplexFramesAndOfHalfSpectra() {
    gives(
        of("STFT")
            .with("onesided", 0)
            .feed(floats(dims(1, 2, 2), 1, 0, 0, 1))
            .constant(Tensor.scalar(1L))
            .absent()
            .constant(Tensor.scalar(2L)),
        floats(dims(1, 1, 2, 2), 1, 1, 1, -1));
    gives(
        of("DFT")
            .with("inverse", 1)
            .with("onesided", 1)
            .feed(floats(dims(1, 3, 2), 10, 0, -2, 2, -2, 0)),
        floats(dims(1, 4, 1), 1, 2, 3, 4));
    gives(
        of("DFT")
            .with("inverse", 1)
            .with("onesided", 1)
            .feed(floats(dims(1, 2, 2), 6, 0, -1.5f, 0.8660254f))
            .constant(Tensor.scalar(3L)),
        floats(dims(1, 3, 1), 1, 2, 3));
  }

  @Test
  void longTransformOfPrimeLengthKeepsASinglePeak() {
    float[] wave = new float[101];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) StrictMath.cos(2 * Math.PI * 7 * i / 101);
    }
    Tensor spectrum = run(of("DFT").with("onesided", 1).feed(floats(dims(1, 101, 1), wave))).get(0);
    for (int k = 0; k < 51; k++) {
      assertThat(spectrum.doubleAt(2 * k)).isCloseTo(k == 7 ? 50.5 : 0, within(1e-5));
      assertThat(spectrum.doubleAt(2 * k + 1)).isCloseTo(0, within(1e-5));
    }
  }

  @Test
  void cacheIsWrittenFromEachSamplesIndexOn() {
    Tensor cache = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3, 1);
    Tensor update = Tensor.of(new int[] {10, 20, 30, 40}, 2, 2, 1);
    NodeSpec spec = of("TensorScatter").opset(24).gives(DataType.INT32).feed(cache).feed(update);
    gives(spec, Tensor.of(new int[] {10, 20, 3, 30, 40, 6}, 2, 3, 1));
    spec.feed(Tensor.of(new long[] {1, 2}, 2));
    assertThatThrownBy(() -> run(spec)).hasMessageContaining("write index 3 is outside");
    gives(spec.with("mode", "circular"), Tensor.of(new int[] {1, 10, 20, 40, 5, 30}, 2, 3, 1));
  }

  @Test
  void unpooledShapeLiesInTheCornerOfALargerOutput() {
    gives(
        of("MaxUnpool")
            .ints("kernel_shape", 2)
            .ints("strides", 2)
            .feed(floats(dims(1, 1, 2), 7, 9))
            .feed(Tensor.of(new long[] {1, 2}, 1, 1, 2))
            .longs(1, 1, 6),
        floats(dims(1, 1, 6), 0, 7, 9, 0, 0, 0));
  }

  @Test
  void centreOfIntegersAndOfABooleanIsCutOut() {
    gives(
        of("CenterCropPad")
            .opset(18)
            .ints("axes", 0)
            .gives(DataType.INT8)
            .feed(Tensor.wrap(DataType.INT8, new byte[] {1, 2, 3, 4}, 0, 4))
            .longs(1),
        Tensor.wrap(DataType.INT8, new byte[] {2}, 0, 1));
    gives(
        of("CenterCropPad")
            .opset(18)
            .gives(DataType.BOOL)
            .feed(Tensor.of(new boolean[] {true, true}, 2))
            .longs(5),
        Tensor.of(new boolean[] {false, true, true, false, false}, 5));
  }

  @Test
  void randomNumbersFollowFromTheSeedAlone() {
    NodeSpec spec =
        of("RandomNormal")
            .ints("shape", 100, 100)
            .with("seed", 3f)
            .with("mean", 2f)
            .with("scale", 3f);
    float[] normal = run(spec).get(0).toFloats();
    assertThat(run(spec).get(0).toFloats()).containsExactly(normal);
    double sum = 0;
    double squares = 0;
    for (float x : normal) {
      sum += x;
      squares += (x - 2.0) * (x - 2.0);
    }
    assertThat(sum / normal.length).isCloseTo(2, within(0.1));
    assertThat(StrictMath.sqrt(squares / normal.length)).isCloseTo(3, within(0.1));
    NodeSpec like =
        of("RandomUniformLike")
            .with("low", -1f)
            .with("seed", 3f)
            .with("dtype", 11)
            .gives(DataType.DOUBLE)
            .feed(floats(dims(2), 0, 0));
    gives(like, Tensor.of(new double[] {0.6521054154630637, 0.5808974217398919}, 2));
  }

  @Test
  void drawsFollowTheProbabilities() {
    Tensor draws =
        run(of("Multinomial")
                .with("sample_size", 4000)
                .with("seed", 1f)
                .gives(DataType.INT32)
                .feed(floats(dims(1, 3), LOG_HALF, Float.NEGATIVE_INFINITY, LOG_3)))
            .get(0);
    int[] counts = new int[3];
    for (int i = 0; i < draws.size(); i++) {
      counts[(int) draws.longAt(i)]++;
    }
    assertThat(draws.dims()).containsExactly(1, 4000);
    assertThat(counts[1]).isZero();
    assertThat(counts[0] / 4000.0).isCloseTo(1 / 7.0, within(0.02));
  }

  /** Values of Abramowitz and Stegun's table 7.1, and of both methods beyond it. */
  @Test
  void errorFunctionHoldsInDoublePrecision() {
    double[] x = {0.5, 1, 2, 3.5, -1};
    double[] expected = {
      0.5204998778130465,
      0.8427007929497149,
      0.9953222650189527,
      0.9999992569016276,
      -0.8427007929497149
    };
    Tensor y = run(of("Erf").gives(DataType.DOUBLE).feed(Tensor.of(x, 5))).get(0);
    for (int i = 0; i < x.length; i++) {
      assertThat(y.doubleAt(i)).isCloseTo(expected[i], within(4e-16));
    }
  }
}
