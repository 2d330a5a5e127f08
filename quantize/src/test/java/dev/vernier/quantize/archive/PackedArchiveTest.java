package dev.vernier.quantize.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.quantize.Calibration;
import dev.vernier.quantize.Ort;
import dev.vernier.quantize.PackedWeightSettings;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.rewrite.ConstantEvaluator;
import dev.vernier.quantize.rewrite.Preparation;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights of any width, and the archive that takes just their bits. */
class PackedArchiveTest {

  private final OnnxModel exact =
      Preparation.prepare(TestGraph.classifier(), ConstantEvaluator.NONE);

  private OnnxModel rounded(PackedWeightSettings packed) {
    QuantizationSettings settings = QuantizationSettings.defaults();
    return Calibration.quantizeWithoutData(
        exact, settings.withExport(settings.export().withPackedWeights(packed)), "packed-weights");
  }

  private double sqnr(OnnxModel model) {
    float[] values = TestGraph.sample(new Random(3), 3 * 16 * 16);
    Map<String, Ort.Input> sample = Map.of("image", new Ort.Input(values, 1, 3, 16, 16));
    try (Ort a = Ort.open(exact);
        Ort b = Ort.open(model)) {
      return Calibration.sqnr(a.run(sample).get("logits"), b.run(sample).get("logits"));
    }
  }

  private static long integerBytes(OnnxModel model) {
    return model.graph().initializers().values().stream()
        .filter(constant -> constant.type().isInteger())
        .mapToLong(TensorData::byteSize)
        .sum();
  }

  @ParameterizedTest
  @CsvSource({
    "1, INT4, -10",
    "2, INT4, -8",
    "3, INT4, 6",
    "4, INT4, 12",
    "5, INT8, 18",
    "6, INT8, 24",
    "8, INT8, 36",
    "9, INT16, 40",
    "12, INT16, 58",
    "16, INT16, 80"
  })
  void everyWidthIsStoredInTheNextType(int bits, DataType type, double least) {
    OnnxModel model = rounded(new PackedWeightSettings(bits, 0.02, 40));
    TensorData weight = model.graph().initializers().get("last_w_quantized");
    assertThat(weight.type()).isEqualTo(type);
    long most = bits == 1 ? 1 : (1L << (bits - 1)) - 1;
    assertThat(Arrays.stream(weight.longs()).map(Math::abs).max()).hasValue(most);
    assertThat(sqnr(model)).isGreaterThan(least);
    byte[] archive = PackedArchive.pack(model);
    assertThat(PackedArchive.pack(model)).isEqualTo(archive);
    assertThat(PackedArchive.unpack(archive)).isEqualTo(OnnxWriter.toBytes(model));
    long weights = 16 * 27 + 256 + 32 * 144 + 320;
    assertThat(OnnxWriter.toBytes(model).length - archive.length)
        .as("bytes that packing saves")
        .isGreaterThan((int) (integerBytes(model) - weights * bits / 8.0) - 1000);
  }

  @Test
  void oneBitIsTheSignTimesTheMeanMagnitude() {
    float[] weights = {3, -1, 0.5f, -1.5f, 3, -1, 0.5f, -1.5f, 3, -1, 0.5f, -1.5f};
    TestGraph g = new TestGraph(1).input("x", 1, 12);
    g.floats("w", new long[] {12, 1}, weights).node("MatMul", "y", "x w");
    QuantizationSettings settings = QuantizationSettings.defaults();
    OnnxModel model =
        Calibration.quantizeWithoutData(
            Preparation.prepare(g.output("y").model(), ConstantEvaluator.NONE),
            settings.withExport(
                settings.export().withPackedWeights(new PackedWeightSettings(1, 0.02, 40))),
            "packed-weights");
    Map<String, TensorData> constants = model.graph().initializers();
    assertThat(constants.get("w_quantized").longs())
        .containsExactly(1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1);
    assertThat(constants.get("w_scale").floats()).containsExactly(1.5f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.002, 0.02, 0.1})
  void theSearchReachesTheErrorItAimsAt(double wanted) {
    OnnxModel model = rounded(new PackedWeightSettings(0, wanted, 60));
    float[] weight = exact.graph().initializers().get("last_w").floats();
    long[] codes = model.graph().initializers().get("last_w_quantized").longs();
    float scale = model.graph().initializers().get("last_w_scale").floats()[0];
    double sum = 0;
    for (int channel = 0; channel < 32; channel++) {
      double noise = 0;
      double energy = 0;
      for (int i = channel * 144; i < (channel + 1) * 144; i++) {
        noise += Math.pow(weight[i] - scale * codes[i], 2);
        energy += Math.pow(weight[i], 2);
      }
      sum += Math.sqrt(noise / energy);
    }
    assertThat(sum / 32).isBetween(0.97 * wanted, wanted * 1.000001);
    assertThat(PackedArchive.unpack(PackedArchive.pack(model)))
        .isEqualTo(OnnxWriter.toBytes(model));
  }

  @Test
  void skewedCodesTakeFewerBitsThanTheirWidth() {
    Random random = new Random(2);
    int[] codes = new int[20000];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = Math.max(0, Math.min(255, (int) Math.rint(128 + 6 * random.nextGaussian())));
    }
    byte[] coded = RangeCoder.encode(codes, 8);
    assertThat(RangeCoder.decode(coded, codes.length, 8)).isEqualTo(codes);
    // A Gaussian of deviation 6 has an entropy of log2(6 sqrt(2 pi e)) = 4.63 bits.
    assertThat(coded.length * 8.0 / codes.length).isBetween(4.6, 4.9);
  }

  @Test
  void theCodersBytesStayWhatTheyWere() {
    int[] codes = {0, 1, 2, 3, 3, 3, 3, 0, 2, 1};
    assertThat(RangeCoder.decode(RangeCoder.encode(codes, 2), 10, 2)).isEqualTo(codes);
    assertThat(HexFormat.of().formatHex(RangeCoder.encode(codes, 2))).isEqualTo(GOLDEN);
  }

  private static final String GOLDEN = "001d3c2c572143";

  @Test
  void extremesRoundTrip() {
    for (int bits : new int[] {1, 7, 16}) {
      int[] codes = new int[300];
      Arrays.fill(codes, (1 << bits) - 1);
      codes[150] = 0;
      assertThat(RangeCoder.decode(RangeCoder.encode(codes, bits), 300, bits)).isEqualTo(codes);
    }
    assertThat(RangeCoder.decode(RangeCoder.encode(new int[0], 4), 0, 4)).isEmpty();
  }

  @Test
  void damageIsNoticed() {
    byte[] archive = PackedArchive.pack(rounded(new PackedWeightSettings(4, 0.02, 40)));
    for (int at : new int[] {0, 4, 10, archive.length - 10}) {
      byte[] broken = archive.clone();
      broken[at] ^= 5;
      assertThatThrownBy(() -> PackedArchive.unpack(broken)).isInstanceOf(VernierException.class);
    }
    for (int length : new int[] {0, 5, 40, archive.length / 2, archive.length - 1}) {
      assertThatThrownBy(() -> PackedArchive.unpack(Arrays.copyOf(archive, length)))
          .isInstanceOf(VernierException.class);
    }
  }
}
