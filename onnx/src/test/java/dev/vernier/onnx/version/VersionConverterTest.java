package dev.vernier.onnx.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.Ort;
import dev.vernier.onnx.Shared;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VersionConverterTest {
  private static final long[] IMAGE = {2, 6, 5, 4};

  /** A one-node model whose first input is fed and whose others are constants. */
  private record Case(
      long opset, Node node, long[] dims, DataType type, List<TensorData> constants) {
    Case(long opset, Node node, TensorData... constants) {
      this(opset, node, IMAGE, DataType.FLOAT, List.of(constants));
    }

    Case dims(long... newDims) {
      return new Case(opset, node, newDims, type, constants);
    }

    Case type(DataType newType) {
      return new Case(opset, node, dims, newType, constants);
    }

    OnnxModel model(boolean constantsAreInputs) {
      Map<String, TensorData> initializers = new LinkedHashMap<>();
      List<ValueInfo> inputs = new ArrayList<>();
      inputs.add(new ValueInfo("x", ValueType.tensor(type, dims)));
      for (TensorData constant : constants) {
        initializers.put(constant.name(), constant);
        if (constantsAreInputs) {
          inputs.add(
              new ValueInfo(constant.name(), ValueType.tensor(constant.type(), constant.dims())));
        }
      }
      List<ValueInfo> outputs =
          node.outputs().stream()
              .map(o -> new ValueInfo(o, new ValueType(outputType(o), null)))
              .toList();
      return OnnxModel.of(
          opset, new Graph("g", List.of(node), initializers, inputs, outputs, List.of()));
    }

    private DataType outputType(String output) {
      return output.equals("indices") ? DataType.INT64 : type;
    }

    @Override
    public String toString() {
      return node.opType() + " " + opset + " " + node.attributes();
    }
  }

  private static Node node(String op, Object... attributes) {
    return node(op, List.of("x"), List.of("y"), attributes);
  }

  private static Node node(
      String op, List<String> inputs, List<String> outputs, Object... attributes) {
    Map<String, Attribute> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      map.put((String) attributes[i], attribute(attributes[i + 1]));
    }
    return Node.of("n", op, inputs, outputs, map);
  }

  private static Attribute attribute(Object value) {
    if (value instanceof Integer integer) {
      return Attribute.of(integer.longValue());
    }
    if (value instanceof Float number) {
      return Attribute.of(number);
    }
    if (value instanceof float[] floats) {
      return Attribute.ofFloats(floats);
    }
    return value instanceof long[] ints ? Attribute.ofInts(ints) : Attribute.of((String) value);
  }

  private static long[] ints(long... values) {
    return values;
  }

  private static TensorData floats(String name, float... values) {
    return TensorData.ofFloats(name, new long[] {values.length}, values);
  }

  private static TensorData random(String name, long... dims) {
    return Ort.random(new Random(7), name, DataType.FLOAT, dims);
  }

  static Stream<Arguments> cases() {
    List<String> y = List.of("y");
    List<Case> cases = new ArrayList<>();
    for (String op : List.of("Softmax", "LogSoftmax", "Hardmax")) {
      cases.add(new Case(7, node(op)));
      cases.add(new Case(7, node(op, "axis", 0)));
      cases.add(new Case(9, node(op, "axis", 2)));
      cases.add(new Case(7, node(op, "axis", 3)));
      cases.add(new Case(11, node(op, "axis", -2)));
      cases.add(new Case(11, node(op, "axis", -1)));
      cases.add(new Case(12, node(op)).dims(3, 7));
    }
    for (String op :
        List.of(
            "ReduceSum",
            "ReduceMean",
            "ReduceMax",
            "ReduceMin",
            "ReduceL1",
            "ReduceL2",
            "ReduceProd",
            "ReduceSumSquare",
            "ReduceLogSumExp")) {
      cases.add(new Case(7, node(op)));
      cases.add(new Case(7, node(op, "axes", ints(1, 3))));
      cases.add(new Case(11, node(op, "axes", ints(-1), "keepdims", 0)));
    }
    cases.add(new Case(7, node("Squeeze", "axes", ints(1))).dims(2, 1, 3, 1));
    cases.add(new Case(7, node("Squeeze")).dims(2, 1, 3, 1));
    cases.add(new Case(11, node("Squeeze", "axes", ints(-1))).dims(2, 1, 3, 1));
    cases.add(new Case(7, node("Unsqueeze", "axes", ints(0, 5))));
    cases.add(new Case(11, node("Unsqueeze", "axes", ints(-1))));
    cases.add(new Case(7, node("Split", List.of("x"), List.of("y", "z"), "axis", 1)));
    cases.add(
        new Case(
            7, node("Split", List.of("x"), List.of("y", "z"), "axis", 1, "split", ints(2, 4))));
    cases.add(new Case(11, node("Split", List.of("x"), List.of("y", "z", "w"), "axis", -3)));
    cases.add(new Case(7, node("Clip", "min", -0.5f, "max", 0.25f)));
    cases.add(new Case(7, node("Clip", "min", 0f)));
    cases.add(new Case(7, node("Clip", "max", 0.5f)));
    cases.add(new Case(7, node("Clip")));
    cases.add(new Case(7, node("Pad", "pads", ints(0, 0, 1, 2, 0, 0, 0, 1), "value", 1.5f)));
    cases.add(new Case(7, node("Pad", "pads", ints(0, 0, 1, 2, 0, 0, 0, 1), "mode", "reflect")));
    cases.add(new Case(7, node("Pad", "pads", ints(0, 0, 0, -1, 0, 0, 0, 0), "mode", "edge")));
    cases.add(new Case(7, node("Slice", "starts", ints(0, 1), "ends", ints(9999, -1))));
    cases.add(
        new Case(7, node("Slice", "axes", ints(2, 3), "starts", ints(1, -3), "ends", ints(4, 9))));
    cases.add(new Case(7, node("TopK", List.of("x"), List.of("y", "indices"), "k", 3, "axis", 1)));
    cases.add(
        new Case(
            10,
            node("TopK", List.of("x", "k"), List.of("y", "indices"), "axis", 1),
            TensorData.ofInt64s("k", ints(1), 2)));
    cases.add(new Case(7, node("Dropout", "ratio", 0.3f)));
    cases.add(new Case(10, node("Dropout", "ratio", 0.3f)));
    cases.add(
        new Case(
            7,
            node("BatchNormalization", List.of("x", "s", "b", "m", "v"), y, "spatial", 1),
            random("s", 6),
            random("b", 6),
            random("m", 6),
            floats("v", 1, 2, 3, 0.5f, 1, 4)));
    cases.add(
        new Case(
            9,
            node("BatchNormalization", List.of("x", "s", "b", "m", "v"), y, "epsilon", 0.01f),
            random("s", 6),
            random("b", 6),
            random("m", 6),
            floats("v", 1, 2, 3, 0.5f, 1, 4)));
    for (String mode : List.of("nearest", "linear")) {
      cases.add(new Case(7, node("Upsample", "mode", mode, "scales", new float[] {1, 1, 2, 2.6f})));
      cases.add(
          new Case(
              9, node("Upsample", List.of("x", "f"), y, "mode", mode), floats("f", 1, 1, 3, 2)));
      cases.add(
          new Case(
              10, node("Resize", List.of("x", "f"), y, "mode", mode), floats("f", 1, 1, 2, 1.5f)));
      cases.add(
          new Case(
              10,
              node("Resize", List.of("x", "f"), y, "mode", mode),
              floats("f", 1, 1, 0.6f, 0.5f)));
      for (String map :
          List.of("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric")) {
        cases.add(
            new Case(
                11,
                node(
                    "Resize",
                    List.of("x", "roi", "f"),
                    y,
                    "mode",
                    mode,
                    "coordinate_transformation_mode",
                    map),
                floats("roi"),
                floats("f", 1, 1, 2, 1.5f)));
      }
    }
    cases.add(
        new Case(
            11,
            node(
                "Resize",
                List.of("x", "roi", "f"),
                y,
                "nearest_mode",
                "floor",
                "coordinate_transformation_mode",
                "tf_half_pixel_for_nn"),
            floats("roi"),
            floats("f", 1, 1, 2, 1.5f)));
    cases.add(
        new Case(
            9,
            node("Scatter", List.of("x", "i", "u"), y, "axis", 1),
            TensorData.ofInt64s("i", ints(1, 2, 1, 1), 3, 1),
            random("u", 1, 2, 1, 1)));
    cases.add(
        new Case(
            10,
            node(
                "RoiAlign",
                List.of("x", "r", "i"),
                y,
                "output_height",
                2,
                "output_width",
                2,
                "sampling_ratio",
                2),
            TensorData.ofFloats("r", ints(1, 4), 0.5f, 0.5f, 3, 4),
            TensorData.ofInt64s("i", ints(1), 1)));
    for (String mode : List.of("bilinear", "bicubic", "nearest")) {
      cases.add(
          new Case(
              16, node("GridSample", List.of("x", "g"), y, "mode", mode), random("g", 2, 3, 3, 2)));
    }
    cases.add(new Case(17, node("DFT")).dims(1, 8, 3, 1));
    cases.add(new Case(17, node("DFT", "axis", 2)).dims(1, 8, 3, 1));
    cases.add(
        new Case(
            18,
            node("GroupNormalization", List.of("x", "s", "b"), y, "num_groups", 3),
            floats("s", 1, 2, 3),
            floats("b", 0.5f, 0, -1)));
    cases.add(
        new Case(7, node("AveragePool", "kernel_shape", ints(2, 2), "pads", ints(0, 0, 1, 1))));
    cases.add(new Case(7, node("MaxPool", "kernel_shape", ints(2, 2), "strides", ints(2, 2))));
    cases.add(new Case(7, node("Flatten", "axis", 2)));
    cases.add(new Case(8, node("MaxPool", "kernel_shape", ints(3, 2))));
    cases.add(new Case(7, node("Concat", List.of("x", "x"), y, "axis", 1)));
    cases.add(new Case(7, node("DepthToSpace", "blocksize", 2)).dims(1, 8, 2, 3));
    cases.add(new Case(7, node("PRelu", List.of("x", "s"), y), random("s", 6, 1, 1)));
    cases.add(
        new Case(7, node("Gemm", List.of("x", "w", "c"), y), random("w", 5, 3), random("c", 3))
            .dims(4, 5));
    return cases.stream().map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void resultsAreEqualBeforeAndAfter(Case given) {
    OnnxModel before = given.model(given.opset < 9);
    List<TensorData> inputs = Ort.randomInputs(before, 1, Map.of());
    Map<String, TensorData> expected = Ort.run(before, inputs);
    for (long target = given.opset + 1; target <= VersionConverter.NEWEST; target++) {
      OnnxModel after = VersionConverter.upgrade(before, target);
      assertThat(after.opset()).isEqualTo(target);
      assertThat(after.graph().inputs()).isEqualTo(before.graph().realInputs());
      assertClose(given + " -> " + target, Ort.run(after, inputs), expected, 1e-6);
      OnnxReader.read(OnnxWriter.toBytes(after));
    }
  }

  static void assertClose(
      String what,
      Map<String, TensorData> actual,
      Map<String, TensorData> expected,
      double relative) {
    assertThat(actual.keySet()).as(what).isEqualTo(expected.keySet());
    expected.forEach(
        (name, wanted) -> {
          TensorData got = actual.get(name);
          assertThat(got.type()).as(what + " " + name).isEqualTo(wanted.type());
          assertThat(got.dims()).as(what + " " + name).isEqualTo(wanted.dims());
          double[] a = got.doubles();
          double[] e = wanted.doubles();
          double scale = 1;
          for (double v : e) {
            scale = Math.max(scale, Math.abs(v));
          }
          for (int i = 0; i < e.length; i++) {
            assertThat(Math.abs(a[i] - e[i]))
                .as("%s %s[%d]: %s, expected %s", what, name, i, a[i], e[i])
                .isLessThanOrEqualTo(relative * scale);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "mnist-8.onnx",
    "ultraface_RFB_320.onnx",
    "byte_sb_bidi_lstm.onnx",
    "super_resolution_10.onnx",
    "yolox_nano.onnx",
    "yunet_n_320.onnx",
    "squeezenet1.1.onnx",
    "kwt1_keyword_transformer.onnx",
    "sst2_encoder_small.onnx"
  })
  void realModelsGiveEqualResults(String name) {
    OnnxModel before = OnnxReader.read(Shared.model(name));
    Map<String, long[]> dims =
        name.startsWith("byte") ? Map.of("input", ints(1, 20)) : Map.<String, long[]>of();
    List<TensorData> inputs = Ort.randomInputs(before, 3, dims);
    Map<String, TensorData> expected = Ort.run(before, inputs);
    assertThat(expected).isNotEmpty();
    for (long target : ints(13, 17, 21)) {
      if (target > before.opset()) {
        OnnxModel after = VersionConverter.upgrade(before, target);
        assertClose(name + " -> " + target, Ort.run(after, inputs), expected, 1e-5);
      }
    }
  }

  @Test
  void subgraphsAndComputedScalesAreConverted() {
    Graph branch =
        new Graph(
            "then",
            List.of(node("Softmax", List.of("x"), List.of("inner"))),
            Map.of(),
            List.of(),
            List.of(new ValueInfo("inner", new ValueType(DataType.FLOAT, null))),
            List.of());
    Graph other =
        branch.withNodes(List.of(node("Clip", List.of("x"), List.of("inner"), "min", 0f)));
    Node condition =
        Node.of(
            "if",
            "If",
            List.of("c"),
            List.of("chosen"),
            Map.of("then_branch", Attribute.of(branch), "else_branch", Attribute.of(other)));
    Node scales = node("Identity", List.of("f"), List.of("computed")).withName("scales");
    Node upsample = node("Upsample", List.of("chosen", "computed"), List.of("y")).withName("up");
    for (boolean value : new boolean[] {true, false}) {
      Map<String, TensorData> initializers = new LinkedHashMap<>();
      initializers.put("c", TensorData.ofBools("c", new long[0], value));
      initializers.put("f", floats("f", 1, 1, 2, 3));
      OnnxModel before =
          OnnxModel.of(
              9,
              new Graph(
                  "g",
                  List.of(condition, scales, upsample),
                  initializers,
                  List.of(new ValueInfo("x", ValueType.tensor(DataType.FLOAT, IMAGE))),
                  List.of(new ValueInfo("y", new ValueType(DataType.FLOAT, null))),
                  List.of()));
      List<TensorData> inputs = Ort.randomInputs(before, 5, Map.of());
      Map<String, TensorData> expected = Ort.run(before, inputs);
      for (long target : ints(10, 11, 13, 21)) {
        OnnxModel after = VersionConverter.upgrade(before, target);
        assertClose("to " + target, Ort.run(after, inputs), expected, 0);
      }
    }
  }

  @Test
  void whatCannotBeExpressedIsRefusedByName() {
    OnnxModel mask = new Case(7, node("Dropout", List.of("x"), List.of("y", "mask"))).model(false);
    assertThatThrownBy(() -> VersionConverter.upgrade(mask, 13))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("Dropout 'n'")
        .hasMessageContaining("mask");
    OnnxModel mixed =
        new Case(10, node("Resize", List.of("x", "f"), List.of("y")), floats("f", 1, 1, 2, 0.5f))
            .model(false);
    assertThatThrownBy(() -> VersionConverter.upgrade(mixed, 11))
        .hasMessageContaining("Resize 'n'")
        .hasMessageContaining("shrinks");
    OnnxModel old = new Case(6, node("Relu")).model(false);
    assertThatThrownBy(() -> VersionConverter.upgrade(old, 13)).hasMessageContaining("7 to 21");
  }

  @Test
  void halfPrecisionBoundsHaveTheInputsType() {
    OnnxModel before = new Case(7, node("Clip", "max", 0.5f)).type(DataType.FLOAT16).model(false);
    OnnxModel after = VersionConverter.upgrade(before, 13);
    TensorData bound = after.graph().initializers().values().iterator().next();
    assertThat(bound.type()).isEqualTo(DataType.FLOAT16);
    assertThat(bound.floats()).containsExactly(0.5f);
  }

  @Test
  void newerModelsStayAsTheyAre() {
    OnnxModel model = new Case(17, node("Relu")).model(false);
    assertThat(VersionConverter.upgrade(model, 13)).isSameAs(model);
  }
}
