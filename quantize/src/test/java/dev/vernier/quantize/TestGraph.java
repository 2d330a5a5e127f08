package dev.vernier.quantize;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Builds small models for tests; constants are drawn from a seeded generator. */
public final class TestGraph {

  private final Random random;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, TensorData> constants = new LinkedHashMap<>();
  private final List<ValueInfo> inputs = new ArrayList<>();
  private final List<ValueInfo> outputs = new ArrayList<>();

  public TestGraph(long seed) {
    random = new Random(seed);
  }

  public TestGraph input(String name, long... dims) {
    inputs.add(new ValueInfo(name, ValueType.tensor(DataType.FLOAT, dims)));
    return this;
  }

  public TestGraph longInput(String name, long... dims) {
    inputs.add(new ValueInfo(name, ValueType.tensor(DataType.INT64, dims)));
    return this;
  }

  public TestGraph output(String name) {
    outputs.add(new ValueInfo(name, new ValueType(DataType.FLOAT, null)));
    return this;
  }

  /** Normal numbers with the given deviation. */
  public TestGraph normal(String name, double deviation, long... dims) {
    float[] values = new float[(int) TensorData.elementCount(name, dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return floats(name, dims, values);
  }

  /** Numbers spread evenly over [low, high]. */
  public TestGraph uniform(String name, double low, double high, long... dims) {
    float[] values = new float[(int) TensorData.elementCount(name, dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return floats(name, dims, values);
  }

  public TestGraph floats(String name, long[] dims, float... values) {
    constants.put(name, TensorData.ofFloats(name, dims, values));
    return this;
  }

  public TestGraph scalar(String name, float value) {
    return floats(name, new long[0], value);
  }

  public TestGraph longs(String name, long... values) {
    constants.put(name, TensorData.ofInt64s(name, new long[] {values.length}, values));
    return this;
  }

  /** Adds a node: type, output, inputs separated by spaces ("-" is an absent one), attributes. */
  public TestGraph node(String type, String output, String inputs, Object... attributes) {
    Map<String, Attribute> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      map.put((String) attributes[i], attribute(attributes[i + 1]));
    }
    List<String> names =
        Arrays.stream(inputs.split(" ")).map(name -> name.equals("-") ? "" : name).toList();
    nodes.add(Node.of("node_" + output, type, names, List.of(output.split(" ")), map));
    return this;
  }

  private static Attribute attribute(Object value) {
    if (value instanceof long[] many) {
      return Attribute.ofInts(many);
    } else if (value instanceof Float real) {
      return Attribute.of(real.floatValue());
    } else if (value instanceof String text) {
      return Attribute.of(text);
    }
    return Attribute.of(((Number) value).longValue());
  }

  /** A convolution with drawn weights and bias, and batch normalisation after it. */
  public TestGraph convolution(
      String output, String input, int in, int out, int kernel, int group, int stride) {
    String p = output + "_";
    double deviation = Math.sqrt(2.0 / (in / group * kernel * kernel));
    int pad = kernel / 2;
    normal(p + "w", deviation, out, in / group, kernel, kernel);
    uniform(p + "gamma", 0.5, 1.5, out);
    normal(p + "beta", 0.3, out);
    normal(p + "mean", 0.2, out);
    uniform(p + "var", 0.5, 2, out);
    node(
        "Conv",
        p + "conv",
        input + " " + p + "w",
        "kernel_shape",
        new long[] {kernel, kernel},
        "pads",
        new long[] {pad, pad, pad, pad},
        "strides",
        new long[] {stride, stride},
        "group",
        group);
    return node(
        "BatchNormalization",
        output,
        String.join(" ", p + "conv", p + "gamma", p + "beta", p + "mean", p + "var"));
  }

  public OnnxModel model() {
    return model(13);
  }

  public OnnxModel model(long opset) {
    return OnnxModel.of(opset, new Graph("test", nodes, constants, inputs, outputs, List.of()));
  }

  /** Normal numbers for an input. */
  public static float[] sample(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /**
   * A small classifier with what makes quantization hard: batch normalisation, ReLU6, a depthwise
   * convolution, a residual and a global pooling; input [1, 3, 16, 16], ten outputs.
   */
  public static OnnxModel classifier() {
    TestGraph g = new TestGraph(7).input("image", -1, 3, 16, 16);
    g.scalar("zero", 0f).scalar("six", 6f);
    g.convolution("stem", "image", 3, 16, 3, 1, 2).node("Clip", "stem_act", "stem zero six");
    g.convolution("depth", "stem_act", 16, 16, 3, 16, 1);
    g.node("Clip", "depth_act", "depth zero six");
    g.convolution("point", "depth_act", 16, 16, 1, 1, 1);
    g.node("Add", "sum", "point stem_act");
    g.convolution("last", "sum", 16, 32, 3, 1, 1).node("Relu", "last_act", "last");
    g.node(
        "MaxPool",
        "pooled",
        "last_act",
        "kernel_shape",
        new long[] {2, 2},
        "strides",
        new long[] {2, 2});
    g.node("GlobalAveragePool", "mean", "pooled").node("Flatten", "flat", "mean");
    g.normal("fc_w", 0.2, 10, 32).normal("fc_b", 0.1, 10);
    g.node("Gemm", "logits", "flat fc_w fc_b", "transB", 1);
    return g.output("logits").model();
  }
}
