package dev.vernier.pipeline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.InputConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PreprocessorTest {
  private static Preprocessor of(String inputs, ValueInfo... model) {
    String text = "model.path = m\ninputs { " + inputs + " }";
    Map<String, InputConfig> configs = ConfigLoader.parse(text, "test", List.of()).inputs();
    return Preprocessor.of(configs, List.of(model));
  }

  private static ValueInfo input(String name, DataType type, long... dims) {
    return new ValueInfo(name, ValueType.tensor(type, dims));
  }

  @Test
  void normalisesImagesByChannel() throws Exception {
    Preprocessor p =
        of(
            "x { column = image, kind = image, scale = \"1/255\", mean = [0.5, 0.25, 0], "
                + "std = [0.5, 1, 2] }",
            input("x", DataType.FLOAT, -1, 3, 24, 40));
    Tensor x = p.apply(Row.of("image", GoldenLines.bytes("rgb.png"))).inputs().get("x");
    assertThat(x.dims()).containsExactly(1, 3, 24, 40);
    int at = 5 * 40 + 3;
    assertThat(x.floats()[at]).isEqualTo((float) ((18 * (1.0 / 255) - 0.5) / 0.5));
    assertThat(x.floats()[960 + at]).isEqualTo((float) (50 * (1.0 / 255) - 0.25));
    assertThat(x.floats()[2 * 960 + at]).isEqualTo((float) (32 * (1.0 / 255) / 2));
    assertThat(p.columns()).containsExactly("image");
  }

  @Test
  void laysOutRowsOfPixels() throws Exception {
    Preprocessor p =
        of(
            "x { kind = image, image { layout = NHWC, channels = BGR } }",
            input("x", DataType.UINT8, 1, -1, -1, 3));
    Tensor x = p.apply(Row.of("x", GoldenLines.bytes("rgb.png"))).inputs().get("x");
    assertThat(x.dims()).containsExactly(1, 24, 40, 3);
    int at = 3 * (5 * 40 + 3);
    assertThat(x.longAt(at)).isEqualTo(32);
    assertThat(x.longAt(at + 2)).isEqualTo(18);
  }

  @Test
  void readsBytesListsScalarsAndConstants() throws Exception {
    Preprocessor p =
        of(
            "a { kind = binary }, b { kind = array }, c { kind = scalar }, "
                + "d { kind = constant, value = 7 }, "
                + "e { kind = binary, element-type = uint8, scale = 2 }",
            input("a", DataType.FLOAT, -1, 2),
            input("b", DataType.INT64, 1, -1),
            input("c", DataType.FLOAT),
            input("d", DataType.INT64, 1, 2),
            input("e", DataType.FLOAT, 1, 2));
    byte[] bytes =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putFloat(-2f).array();
    Row row =
        Row.of("a", bytes)
            .with("b", new long[] {Long.MAX_VALUE, 2, 3})
            .with("c", 0.25)
            .with("e", new byte[] {(byte) 200, 1});
    Map<String, Tensor> in = p.apply(row).inputs();
    assertThat(in.get("a").floats()).containsExactly(1.5f, -2f);
    assertThat(in.get("b").dims()).containsExactly(1, 3);
    assertThat(in.get("b").longs()).containsExactly(Long.MAX_VALUE, 2, 3);
    assertThat(in.get("c").rank()).isZero();
    assertThat(in.get("c").floats()[0]).isEqualTo(0.25f);
    assertThat(in.get("d").longs()).containsExactly(7, 7);
    assertThat(in.get("e").floats()).containsExactly(400f, 2f);
    assertThat(p.columns()).containsExactly("a", "b", "c", "e");
  }

  @Test
  void padsShortRows() throws Exception {
    Preprocessor p = of("x { pad-value = -1, mean = 1 }", input("x", DataType.FLOAT, 1, 4));
    Tensor x = p.apply(Row.of("x", new float[] {1, 2})).inputs().get("x");
    assertThat(x.floats()).containsExactly(0, 1, -1, -1);
  }

  @Test
  void namesWhatIsWrongWithARow() throws IOException {
    Preprocessor p = of("x {}", input("x", DataType.FLOAT, 1, 2));
    bad(p, Row.of("y", 1), "missing");
    bad(p, Row.of("x", null), "is null");
    bad(p, Row.of("x", new float[3]), "3 elements do not fill the shape [1, 2]");
    bad(p, Row.of("x", new float[] {1, Float.NaN}), "element 1 is NaN");
    bad(p, Row.of("x", new double[] {Double.NEGATIVE_INFINITY, 1}), "element 0 is -Infinity");
    bad(p, Row.of("x", "text"), "not a list of numbers");
    Preprocessor binary = of("x { kind = binary }", input("x", DataType.FLOAT, 1, 2));
    bad(binary, Row.of("x", new byte[7]), "no whole number of FLOAT elements");
    Preprocessor ids = of("x { scale = 0.5 }", input("x", DataType.INT64, 1, 2));
    bad(ids, Row.of("x", new float[] {Float.NaN, 1}), "not an integer");
    Preprocessor image = of("x { kind = image }", input("x", DataType.FLOAT, 1, 3, 8, 8));
    bad(image, Row.of("x", 3), "not an image");
    bad(image, Row.of("x", GoldenLines.bytes("rgb.png")), "the model takes [1, 3, 8, 8]");
  }

  private static void bad(Preprocessor p, Row row, String reason) {
    assertThatThrownBy(() -> p.apply(row))
        .isInstanceOf(BadRowException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesSettingsThatDoNotFitTheModel() {
    ValueInfo x = input("x", DataType.FLOAT, -1, 3);
    refused(() -> of("", x), "missing: [x]");
    refused(() -> of("x {}, y {}", x), "not an input of the model: [y]");
    refused(() -> of("x { dims = [1, 4] }", x), "the model declares");
    ValueInfo free = input("x", DataType.FLOAT, 1, -1);
    refused(() -> of("x { kind = constant }", free), "every dimension");
    ValueInfo unranked = new ValueInfo("x", new ValueType(DataType.FLOAT, null));
    refused(() -> of("x {}", unranked), "set inputs.x.dims");
  }

  private static void refused(ThrowingCallable call, String why) {
    assertThatThrownBy(call).isInstanceOf(VernierException.class).hasMessageContaining(why);
  }

  @Test
  void hashesWhatTheModelIsFed() throws Exception {
    ValueInfo x = input("x", DataType.FLOAT, 1, -1);
    Preprocessor floats = of("x {}", x);
    Preprocessor doubled = of("x { scale = 2 }", x);
    byte[] hash = floats.apply(Row.of("x", new float[] {2, 4})).hash();
    assertThat(doubled.apply(Row.of("x", new double[] {1, 2})).hash()).isEqualTo(hash);
    assertThat(floats.apply(Row.of("x", new float[] {2, 5})).hash()).isNotEqualTo(hash);
    Preprocessor shaped = of("x { dims = [1, 2, 1] }", input("x", DataType.FLOAT, 1, -1, 1));
    assertThat(shaped.apply(Row.of("x", new float[] {2, 4})).hash()).isNotEqualTo(hash);
  }

  @Test
  void digestCoversWhatDecidesTheResult() {
    ValueInfo x = input("x", DataType.FLOAT, 1, 3, 8, 8);
    String digest = of("x { kind = image }", x).digest();
    assertThat(of("x { kind = image, column = other }", x).digest()).isEqualTo(digest);
    assertThat(of("x { kind = image, scale = 2 }", x).digest()).isNotEqualTo(digest);
    assertThat(of("x { kind = image, image.crop = 8 }", x).digest()).isNotEqualTo(digest);
  }
}
