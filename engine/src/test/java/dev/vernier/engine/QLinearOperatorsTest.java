package dev.vernier.engine;

import static dev.vernier.engine.CodedModel.MICROSOFT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators on codes against ONNX Runtime with default optimisation: at most one step apart. */
class QLinearOperatorsTest {
  private final CodedModel m = new CodedModel();

  @ParameterizedTest
  @CsvSource({
    "QLinearAdd, UINT8, 19",
    "QLinearAdd, INT8, 1",
    "QLinearMul, UINT8, 1",
    "QLinearMul, INT8, 19"
  })
  void binary(String op, DataType type, int height) {
    int z = type == DataType.UINT8 ? 128 : 0;
    String a = m.fed(type, 2, 3, 19, 8);
    String b = m.fed(type, 2, 3, height, 8);
    compare(
        m.node(
            MICROSOFT,
            op,
            Map.of(),
            a,
            m.scale(0.021f),
            m.zero(type, z - 11),
            b,
            m.scale(0.033f),
            m.zero(type, z + 4),
            m.scale(0.05f),
            m.zero(type, z + 3)),
        type);
  }

  @ParameterizedTest
  @CsvSource({
    "QLinearSigmoid, UINT8, 0.00390625, 0",
    "QLinearSigmoid, INT8, 0.00390625, -128",
    "QLinearLeakyRelu, UINT8, 0.03, 40",
    "QLinearLeakyRelu, INT8, 0.03, -60"
  })
  void unary(String op, DataType type, float scale, long zero) {
    String x = m.fed(type, 3, 41);
    Map<String, Attribute> attributes =
        op.equals("QLinearLeakyRelu") ? Map.of("alpha", Attribute.of(0.1f)) : Map.of();
    String[] in = {x, m.scale(0.04f), m.zero(type, zero / 2), m.scale(scale), m.zero(type, zero)};
    compare(m.node(MICROSOFT, op, attributes, in), type);
  }

  @ParameterizedTest
  @CsvSource({"UINT8, 13, -1", "INT8, 13, 1", "UINT8, 12, 1", "UINT8, 13, 0"})
  void softmax(DataType type, long opset, long axis) {
    long zero = type == DataType.UINT8 ? 0 : -128;
    String x = m.fed(type, 3, 5, 7);
    Map<String, Attribute> attributes =
        Map.of("opset", Attribute.of(opset), "axis", Attribute.of(axis));
    String[] in = {
      x, m.scale(0.02f), m.zero(type, zero + 100), m.scale(1 / 256f), m.zero(type, zero)
    };
    compare(m.node(MICROSOFT, "QLinearSoftmax", attributes, in), type);
  }

  @ParameterizedTest
  @CsvSource({"UINT8, 0, 0", "INT8, 1, 0", "UINT8, 0, 1", "UINT8, 1, 1"})
  void averagePool(DataType type, long countsPadding, long channelsLast) {
    long z = type == DataType.UINT8 ? 128 : 0;
    String x = channelsLast == 1 ? m.fed(type, 2, 9, 8, 5) : m.fed(type, 2, 5, 9, 8);
    Map<String, Attribute> attributes =
        Map.of(
            "kernel_shape",
            Attribute.ofInts(3, 3),
            "pads",
            Attribute.ofInts(1, 1, 1, 1),
            "strides",
            Attribute.ofInts(2, 2),
            "count_include_pad",
            Attribute.of(countsPadding),
            "channels_last",
            Attribute.of(channelsLast));
    String[] in = {x, m.scale(0.02f), m.zero(type, z), m.scale(0.015f), m.zero(type, z + 9)};
    compare(m.node(MICROSOFT, "QLinearAveragePool", attributes, in), type);
  }

  @ParameterizedTest
  @CsvSource({"UINT8, 0", "INT8, 0", "UINT8, 1"})
  void globalAveragePool(DataType type, long channelsLast) {
    long z = type == DataType.UINT8 ? 128 : 0;
    String x = channelsLast == 1 ? m.fed(type, 3, 3, 2, 21) : m.fed(type, 3, 21, 3, 2);
    Map<String, Attribute> attributes = Map.of("channels_last", Attribute.of(channelsLast));
    String[] in = {x, m.scale(0.02f), m.zero(type, z), m.scale(0.015f), m.zero(type, z + 9)};
    compare(m.node(MICROSOFT, "QLinearGlobalAveragePool", attributes, in), type);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"UINT8", "INT8"})
  void concat(DataType type) {
    long z = type == DataType.UINT8 ? 128 : 0;
    String a = m.fed(type, 2, 5, 3);
    String b = m.fed(type, 2, 4, 3);
    String[] in = {
      m.scale(0.03f),
      m.zero(type, z),
      a,
      m.scale(0.02f),
      m.zero(type, z + 5),
      b,
      m.scale(0.03f),
      m.zero(type, z - 9)
    };
    compare(m.node(MICROSOFT, "QLinearConcat", Map.of("axis", Attribute.of(1)), in), type);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"UINT8", "INT8"})
  void where(DataType type) {
    long z = type == DataType.UINT8 ? 128 : 0;
    String condition = m.feed(Tensor.of(new boolean[] {true, false, true}, 3, 1));
    String a = m.fed(type, 3, 31);
    String b = m.fed(type, 31);
    String[] in = {
      condition,
      a,
      m.scale(0.03f),
      m.zero(type, z),
      b,
      m.scale(0.02f),
      m.zero(type, z + 5),
      m.scale(0.04f),
      m.zero(type, z - 9)
    };
    compare(m.node(MICROSOFT, "QLinearWhere", Map.of(), in), type);
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, INT8, true, 1, 1",
    "UINT8, UINT8, false, 1, 0",
    "INT8, INT8, true, 1, 0",
    "UINT8, INT8, false, 0.5, 1",
    "UINT8, INT8, true, 1, 2"
  })
  void qGemm(DataType type, DataType weightType, boolean byColumn, float alpha, int form) {
    int z = type == DataType.UINT8 ? 128 : 0;
    boolean transposed = form == 1;
    int low = weightType == DataType.UINT8 ? 0 : -128;
    String a = m.fed(type, 4, 70);
    String b = m.codes(weightType, low, low + 255, transposed ? 33 : 70, transposed ? 70 : 33);
    String bScale = byColumn ? m.scales(33, 0.01f) : m.scale(0.01f);
    String bZero =
        byColumn
            ? m.constant(weightType, new long[] {33}, new long[33])
            : m.zero(weightType, low + 120);
    String c = m.codes(DataType.INT32, -9000, 9000, 33);
    Map<String, Attribute> attributes =
        Map.of("alpha", Attribute.of(alpha), "transB", Attribute.of(transposed ? 1 : 0));
    String aScale = m.scale(0.02f);
    String aZero = m.zero(type, z);
    boolean floats = form == 2;
    String y =
        floats
            ? m.node(MICROSOFT, "QGemm", attributes, a, aScale, aZero, b, bScale, bZero, c)
            : m.node(
                MICROSOFT,
                "QGemm",
                attributes,
                a,
                aScale,
                aZero,
                b,
                bScale,
                bZero,
                c,
                m.scale(1.5f),
                m.zero(type, z + 3));
    compare(y, floats ? DataType.FLOAT : type);
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, INT8, 1, true",
    "UINT8, UINT8, 1, false",
    "INT8, INT8, 4, true",
    "UINT8, INT8, 8, true"
  })
  void qLinearConv(DataType type, DataType weightType, int group, boolean byChannel) {
    int z = type == DataType.UINT8 ? 120 : -8;
    int low = weightType == DataType.UINT8 ? 0 : -128;
    String x = m.fed(type, 2, 8, 9, 7);
    String w = m.codes(weightType, low, low + 255, 24, 8 / group, 3, 3);
    String wScale = byChannel ? m.scales(24, 0.01f) : m.scale(0.01f);
    String wZero =
        byChannel
            ? m.constant(weightType, new long[] {24}, new long[24])
            : m.zero(weightType, low + 120);
    Map<String, Attribute> attributes =
        Map.of("group", Attribute.of(group), "pads", Attribute.ofInts(1, 1, 1, 1));
    String[] in = {
      x,
      m.scale(0.02f),
      m.zero(type, z),
      w,
      wScale,
      wZero,
      m.scale(2.5f / group),
      m.zero(type, z + 3),
      m.codes(DataType.INT32, -9000, 9000, 24)
    };
    compare(m.node("", "QLinearConv", attributes, in), type);
  }

  @ParameterizedTest
  @CsvSource({"UINT8, true", "INT8, true", "UINT8, false"})
  void qLinearMatMul(DataType type, boolean constant) {
    int z = type == DataType.UINT8 ? 120 : -8;
    DataType right = constant ? DataType.INT8 : type;
    String a = m.fed(type, 2, 5, 300);
    String b = constant ? m.codes(DataType.INT8, -128, 127, 300, 21) : m.fed(type, 2, 300, 21);
    String[] in = {
      a,
      m.scale(0.02f),
      m.zero(type, z),
      b,
      constant ? m.scales(21, 0.02f) : m.scale(0.02f),
      constant ? m.constant(right, new long[] {21}, new long[21]) : m.zero(right, z - 7),
      m.scale(0.5f),
      m.zero(type, z + 3)
    };
    compare(m.node("QLinearMatMul", in), type);
  }

  private void compare(String output, DataType type) {
    OnnxModel model = m.model(17, output, type);
    Tensor actual = EngineModel.load(model).newSession().run(m.inputs()).get(output);
    try (OrtOracle oracle = OrtOracle.of(model)) {
      Tensor expected = oracle.run(m.inputs()).get(output);
      boolean codes = type != DataType.FLOAT;
      Comparison.assertAgrees(
          output, actual, expected, codes ? Tolerance.absolute(1) : Tolerance.relative(1e-6f));
      if (codes) {
        long distinct = Arrays.stream(expected.toLongs()).distinct().count();
        assertThat(distinct).as("the result does not saturate").isGreaterThan(10);
      }
    }
  }
}
