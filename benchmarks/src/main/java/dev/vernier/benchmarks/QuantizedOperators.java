package dev.vernier.benchmarks;

import ai.onnxruntime.OrtException;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.io.OnnxWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every quantized operator, fed identical codes here and in ONNX Runtime (default optimisation):
 * how many codes of the result differ, and by how many steps at most. Operators are written as
 * QLinear operators and as DequantizeLinear, operator, QuantizeLinear, for unsigned and signed
 * codes. Fails if any code is more than one step apart, or a result leaves most codes unused.
 */
public final class QuantizedOperators {
  private static final int LEAST_DISTINCT = 10;

  private int failures;

  private QuantizedOperators() {}

  public static void main(String[] args) throws OrtException {
    QuantizedOperators program = new QuantizedOperators();
    System.out.println("| operator | form | activations | weights | codes | differ | by at most |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (DataType type : List.of(DataType.UINT8, DataType.INT8)) {
      program.products(type);
      program.elementwise(type);
      program.images(type);
    }
    // ONNX Runtime's Java client knows no unsigned 16-bit tensors.
    program.wide(DataType.INT16);
    if (program.failures > 0) {
      throw new IllegalStateException(program.failures + " operators are more than a step apart");
    }
  }

  /** A middle code. */
  private static int middle(DataType type) {
    return type == DataType.UINT8 ? 128 : 0;
  }

  private void products(DataType type) throws OrtException {
    for (DataType weights : weightTypes(type)) {
      for (boolean perChannel : weights == DataType.INT8 ? List.of(true, false) : List.of(false)) {
        for (int group : new int[] {1, 16}) {
          conv(type, weights, perChannel, group, true, 0.02f);
          conv(type, weights, perChannel, group, false, 0.02f);
        }
        matrix("MatMul", type, weights, perChannel, true);
        matrix("MatMul", type, weights, perChannel, false);
        matrix("Gemm", type, weights, perChannel, true);
        matrix("Gemm", type, weights, perChannel, false);
      }
      integers("MatMulInteger", type, weights);
    }
    if (type == DataType.UINT8) {
      integers("ConvInteger", type, DataType.UINT8);
    }
    twoActivations(type, true);
    twoActivations(type, false);
  }

  /** What ONNX Runtime multiplies such activations with. */
  private static List<DataType> weightTypes(DataType type) {
    return type == DataType.UINT8 ? List.of(DataType.INT8, DataType.UINT8) : List.of(DataType.INT8);
  }

  /** Weights with scale and zero point, by channel of axis {@code axis} if asked for. */
  private static String[] weights(
      CodedGraph g, DataType type, boolean perChannel, int channels, long... dims) {
    int low = type == DataType.UINT8 ? 0 : -128;
    String codes = g.codes(type, low, low + 255, dims);
    if (!perChannel) {
      return new String[] {codes, g.scale(0.01f), g.zero(type, low + 121)};
    }
    String scales = g.floats(new long[] {channels}, g.around(channels, 0.01f));
    String zeros = g.integers(type, new long[] {channels}, new long[channels]);
    return new String[] {codes, scales, zeros};
  }

  private void conv(
      DataType type, DataType weightType, boolean perChannel, int group, boolean qLinear, float in)
      throws OrtException {
    CodedGraph g = new CodedGraph();
    int channels = 48;
    String x = g.fed(type, 2, 64, 17, 15);
    String[] w = weights(g, weightType, perChannel, channels, channels, 64 / group, 3, 3);
    String bias = g.codes(DataType.INT32, -30000, 30000, channels);
    Map<String, Attribute> attributes =
        Map.of("group", Attribute.of(group), "pads", Attribute.ofInts(1, 1, 1, 1));
    String xScale = g.scale(in);
    String xZero = g.zero(type, middle(type) - 13);
    String yScale = g.scale(8f / (float) Math.sqrt(group));
    String yZero = g.zero(type, middle(type) + 3);
    String y;
    if (qLinear) {
      y =
          g.node(
              "",
              "QLinearConv",
              attributes,
              x,
              xScale,
              xZero,
              w[0],
              w[1],
              w[2],
              yScale,
              yZero,
              bias);
    } else {
      String product =
          g.node(
              "",
              "Conv",
              attributes,
              g.dequantize(x, xScale, xZero, 1),
              g.dequantize(w[0], w[1], w[2], 0),
              bias(g, bias, w[1], xScale));
      y = g.quantize(product, yScale, yZero);
    }
    compare(
        g,
        y,
        group == 1 ? "Conv" : "Conv, groups",
        qLinear,
        type,
        weightType + (perChannel ? " by channel" : ""));
  }

  /** The numbers of an INT32 bias in units of both scales. */
  private static String bias(CodedGraph g, String codes, String weightScale, String xScale) {
    String unit = g.node("", "Mul", Map.of(), weightScale, xScale);
    return g.node("", "DequantizeLinear", Map.of("axis", Attribute.of(0)), codes, unit);
  }

  private void matrix(
      String op, DataType type, DataType weightType, boolean perChannel, boolean qLinear)
      throws OrtException {
    CodedGraph g = new CodedGraph();
    String a = g.fed(type, 33, 700);
    String[] b = weights(g, weightType, perChannel, 65, 700, 65);
    String aScale = g.scale(0.02f);
    String aZero = g.zero(type, middle(type) + 17);
    String yScale = g.scale(4f);
    String yZero = g.zero(type, middle(type) - 5);
    boolean gemm = op.equals("Gemm");
    String y;
    if (qLinear && gemm) {
      String bias = g.codes(DataType.INT32, -30000, 30000, 65);
      y =
          g.node(
              CodedGraph.MICROSOFT,
              "QGemm",
              Map.of(),
              a,
              aScale,
              aZero,
              b[0],
              b[1],
              b[2],
              bias,
              yScale,
              yZero);
    } else if (qLinear) {
      y = g.node("", "QLinearMatMul", Map.of(), a, aScale, aZero, b[0], b[1], b[2], yScale, yZero);
    } else {
      String left = g.dequantize(a, aScale, aZero, 1);
      String right = g.dequantize(b[0], b[1], b[2], 1);
      String product =
          gemm
              ? g.node(
                  "",
                  op,
                  Map.of(),
                  left,
                  right,
                  bias(g, g.codes(DataType.INT32, -30000, 30000, 65), b[1], aScale))
              : g.node("", op, Map.of(), left, right);
      y = g.quantize(product, yScale, yZero);
    }
    compare(g, y, op, qLinear, type, weightType + (perChannel ? " by channel" : ""));
  }

  private void twoActivations(DataType type, boolean qLinear) throws OrtException {
    CodedGraph g = new CodedGraph();
    String a = g.fed(type, 3, 17, 900);
    String b = g.fed(type, 3, 900, 19);
    String[] p = parameters(g, type, 0.02f, 9, 0.01f, -20, 4f, 3);
    String y =
        qLinear
            ? g.node("", "QLinearMatMul", Map.of(), a, p[0], p[1], b, p[2], p[3], p[4], p[5])
            : g.quantize(
                g.node(
                    "",
                    "MatMul",
                    Map.of(),
                    g.dequantize(a, p[0], p[1], 1),
                    g.dequantize(b, p[2], p[3], 1)),
                p[4],
                p[5]);
    compare(g, y, "MatMul, activations", qLinear, type, type.toString());
  }

  private void integers(String op, DataType type, DataType weightType) throws OrtException {
    CodedGraph g = new CodedGraph();
    boolean conv = op.equals("ConvInteger");
    String x = conv ? g.fed(type, 2, 16, 11, 9) : g.fed(type, 9, 800);
    String[] w =
        conv
            ? weights(g, weightType, false, 24, 24, 16, 3, 3)
            : weights(g, weightType, false, 33, 800, 33);
    String y = g.node("", op, Map.of(), x, w[0], g.zero(type, middle(type) + 3), w[2]);
    compare(g, y, op, true, type, weightType.toString(), DataType.INT32);
  }

  private static String[] parameters(
      CodedGraph g, DataType type, float a, int az, float b, int bz, float y, int yz) {
    int z = middle(type);
    return new String[] {
      g.scale(a),
      g.zero(type, z + az),
      g.scale(b),
      g.zero(type, z + bz),
      g.scale(y),
      g.zero(type, z + yz)
    };
  }

  private void elementwise(DataType type) throws OrtException {
    for (boolean qLinear : new boolean[] {true, false}) {
      binary("Add", type, qLinear, 0.05f, 29);
      binary("Mul", type, qLinear, 0.06f, 29);
      binary("Add", type, qLinear, 0.05f, 1);
      binary("Mul", type, qLinear, 0.06f, 1);
      unary("Sigmoid", type, qLinear, 1 / 256f, Map.of());
      unary("LeakyRelu", type, qLinear, 0.03f, Map.of("alpha", Attribute.of(0.1f)));
      Map<String, Attribute> last = Map.of("axis", Attribute.of(-1L));
      unary("Softmax", type, qLinear, 1 / 256f, last);
    }
    for (String op : List.of("Relu", "Tanh", "Erf", "HardSwish")) {
      unary(op, type, false, 0.02f, Map.of());
    }
  }

  private void binary(String op, DataType type, boolean qLinear, float scale, int rows)
      throws OrtException {
    CodedGraph g = new CodedGraph();
    String a = g.fed(type, 3, 5, 29, 31);
    String b = g.fed(type, 3, 5, rows, 31);
    String[] p = parameters(g, type, 0.021f, -11, 0.033f, 4, scale, 3);
    String y =
        qLinear
            ? g.node(
                CodedGraph.MICROSOFT,
                "QLinear" + op,
                Map.of(),
                a,
                p[0],
                p[1],
                b,
                p[2],
                p[3],
                p[4],
                p[5])
            : g.quantize(
                g.node(
                    "",
                    op,
                    Map.of(),
                    g.dequantize(a, p[0], p[1], 1),
                    g.dequantize(b, p[2], p[3], 1)),
                p[4],
                p[5]);
    compare(g, y, rows == 1 ? op + ", broadcast" : op, qLinear, type, "");
  }

  private void unary(
      String op, DataType type, boolean qLinear, float scale, Map<String, Attribute> attributes)
      throws OrtException {
    CodedGraph g = new CodedGraph();
    boolean softmax = op.equals("Softmax");
    String x = softmax ? g.fed(type, 100, 12) : g.fed(type, 7, 500);
    int zero = scale == 1 / 256f ? -128 : 5;
    String[] p = parameters(g, type, softmax ? 0.02f : 0.04f, 9, 1, 0, scale, zero);
    String y;
    if (qLinear) {
      Map<String, Attribute> given =
          softmax ? Map.of("axis", Attribute.of(-1L), "opset", Attribute.of(13L)) : attributes;
      y = g.node(CodedGraph.MICROSOFT, "QLinear" + op, given, x, p[0], p[1], p[4], p[5]);
    } else {
      y = g.quantize(g.node("", op, attributes, g.dequantize(x, p[0], p[1], 1)), p[4], p[5]);
    }
    compare(g, y, op, qLinear, type, "");
  }

  private void images(DataType type) throws OrtException {
    Map<String, Attribute> window =
        Map.of(
            "kernel_shape",
            Attribute.ofInts(3, 3),
            "strides",
            Attribute.ofInts(2, 2),
            "pads",
            Attribute.ofInts(1, 1, 1, 1));
    for (boolean qLinear : new boolean[] {true, false}) {
      image("AveragePool", type, qLinear, window);
      image("GlobalAveragePool", type, qLinear, Map.of());
      concat(type, qLinear);
    }
    image("MaxPool", type, false, window);
  }

  private void image(String op, DataType type, boolean qLinear, Map<String, Attribute> attributes)
      throws OrtException {
    CodedGraph g = new CodedGraph();
    boolean global = op.equals("GlobalAveragePool");
    String x = global ? g.fed(type, 9, 70, 3, 3) : g.fed(type, 2, 20, 23, 21);
    float scale = op.equals("MaxPool") ? 0.02f : 0.01f;
    String[] p = parameters(g, type, 0.02f, 9, 1, 0, scale, 9);
    String y =
        qLinear
            ? g.node(CodedGraph.MICROSOFT, "QLinear" + op, attributes, x, p[0], p[1], p[4], p[5])
            : g.quantize(g.node("", op, attributes, g.dequantize(x, p[0], p[1], 1)), p[4], p[5]);
    compare(g, y, op, qLinear, type, "");
  }

  private void concat(DataType type, boolean qLinear) throws OrtException {
    CodedGraph g = new CodedGraph();
    String a = g.fed(type, 2, 20, 23);
    String b = g.fed(type, 2, 30, 23);
    String[] p = parameters(g, type, 0.02f, 9, 0.03f, -5, 0.03f, 7);
    Map<String, Attribute> axis = Map.of("axis", Attribute.of(1L));
    String y =
        qLinear
            ? g.node(
                CodedGraph.MICROSOFT,
                "QLinearConcat",
                axis,
                p[4],
                p[5],
                a,
                p[0],
                p[1],
                b,
                p[2],
                p[3])
            : g.quantize(
                g.node(
                    "",
                    "Concat",
                    axis,
                    g.dequantize(a, p[0], p[1], 1),
                    g.dequantize(b, p[2], p[3], 1)),
                p[4],
                p[5]);
    compare(g, y, "Concat", qLinear, type, "");
  }

  /** 16-bit activations, which ONNX Runtime computes in single precision. */
  private void wide(DataType type) throws OrtException {
    CodedGraph g = new CodedGraph();
    String x = g.fed(type, 2, 16, 17, 15);
    String[] w = weights(g, DataType.INT8, true, 24, 24, 16, 3, 3);
    String[] p = parameters(g, type, 0.0001f, 900, 1, 0, 0.002f, -300);
    String product =
        g.node(
            "",
            "Conv",
            Map.of("pads", Attribute.ofInts(1, 1, 1, 1)),
            g.dequantize(x, p[0], p[1], 1),
            g.dequantize(w[0], w[1], w[2], 0));
    compare(g, g.quantize(product, p[4], p[5]), "Conv", false, type, "INT8 by channel");
    CodedGraph m = new CodedGraph();
    String a = m.fed(type, 33, 300);
    String[] b = weights(m, DataType.INT8, true, 40, 300, 40);
    String[] q = parameters(m, type, 0.0001f, 900, 1, 0, 0.003f, -300);
    String sum =
        m.node(
            "",
            "MatMul",
            Map.of(),
            m.dequantize(a, q[0], q[1], 1),
            m.dequantize(b[0], b[1], b[2], 1));
    compare(m, m.quantize(sum, q[4], q[5]), "MatMul", false, type, "INT8 by channel");
  }

  private void compare(
      CodedGraph g, String output, String op, boolean qLinear, DataType type, String weights)
      throws OrtException {
    compare(g, output, op, qLinear, type, weights, type);
  }

  private void compare(
      CodedGraph g,
      String output,
      String op,
      boolean qLinear,
      DataType type,
      String weights,
      DataType result)
      throws OrtException {
    OnnxModel model = g.model(output, result);
    Tensor ours = EngineModel.load(model).newSession().run(g.inputs()).get(output);
    try (OrtModel ort = OrtModel.of(OnnxWriter.toBytes(model))) {
      for (Map.Entry<String, Tensor> input : g.inputs().entrySet()) {
        ort.input(input.getKey(), input.getValue());
      }
      ort.output(output, ours);
      ort.run();
      print(ours, ort.result(output, ours), op, qLinear, type, weights);
    }
  }

  private void print(
      Tensor ours, Tensor theirs, String op, boolean qLinear, DataType type, String weights) {
    int differing = 0;
    long most = 0;
    for (int i = 0; i < ours.size(); i++) {
      long distance = Math.abs(ours.longAt(i) - theirs.longAt(i));
      differing += distance > 0 ? 1 : 0;
      most = Math.max(most, distance);
    }
    long distinct = java.util.Arrays.stream(theirs.toLongs()).distinct().count();
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s | %d | %d | %d |%n",
        op,
        qLinear ? "QLinear" : "QDQ",
        type,
        weights,
        ours.size(),
        differing,
        most);
    failures += most > 1 || distinct < LEAST_DISTINCT ? 1 : 0;
  }
}
