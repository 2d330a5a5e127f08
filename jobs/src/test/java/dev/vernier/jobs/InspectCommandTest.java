package dev.vernier.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.io.OnnxWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  private static final ValueInfo X =
      new ValueInfo("x", ValueType.tensor(DataType.FLOAT, 1, 3, 6, 6));
  private static final ValueInfo Y = new ValueInfo("y", new ValueType(DataType.FLOAT, null));

  @TempDir Path folder;

  @Test
  void everyNodeHasItsLayoutItsFusionAndItsVerdict() {
    float[] weights = new float[108];
    java.util.Arrays.fill(weights, 0.1f);
    String text =
        inspect(
            List.of(
                Node.of("c", "Conv", List.of("x", "w"), List.of("a")),
                Node.of("r", "Relu", List.of("a"), List.of("b")),
                Node.of("e", "Exp", List.of("b"), List.of("y"))),
            Map.of("w", TensorData.ofFloats("w", new long[] {4, 3, 3, 3}, weights)));
    assertThat(text)
        .contains("Conv 'c': channels-last, fused: Conv 'c' + Relu 'r'; quantized: ")
        .contains("Exp 'e': ")
        .contains("; not quantized: ")
        .contains("planned for {x=[1, 3, 6, 6]}: arena ");
  }

  @Test
  void whatIsMissingIsNamedWhereItStands() {
    String text =
        inspect(
            List.of(
                Node.of("n", "Neg", List.of("x"), List.of("a")),
                Node.of("f", "Frobnicate", List.of("a"), List.of("y"))),
            Map.of());
    assertThat(text)
        .contains("Neg 'n': supported")
        .contains("Frobnicate 'f': NOT SUPPORTED: operator Frobnicate is not supported");
  }

  @Test
  void aQuantizedModelIsSaidToBeDone() {
    String text =
        inspect(
            List.of(
                Node.of("q", "QuantizeLinear", List.of("x", "s", "z"), List.of("a")),
                Node.of("d", "DequantizeLinear", List.of("a", "s", "z"), List.of("y"))),
            Map.of(
                "s", TensorData.ofFloats("s", new long[0], 0.1f),
                "z", TensorData.of("z", DataType.UINT8, new long[0], new byte[] {3})));
    assertThat(text).contains("already quantized: 2 of 2 nodes").doesNotContain("not quantized");
  }

  @Test
  void everyDecisionIsExplainedForTheSettingsGiven() {
    float[] weights = new float[108];
    java.util.Arrays.fill(weights, 0.1f);
    List<Node> nodes =
        List.of(
            Node.of("c", "Conv", List.of("x", "w"), List.of("a")),
            Node.of("r", "Relu", List.of("a"), List.of("b")),
            Node.of("d", "Conv", List.of("b", "v"), List.of("y")));
    Map<String, TensorData> constants =
        Map.of(
            "w", TensorData.ofFloats("w", new long[] {4, 3, 3, 3}, weights),
            "v", TensorData.ofFloats("v", new long[] {3, 4, 3, 3}, weights));
    String text = inspect(nodes, constants, "--quantization");
    assertThat(text)
        .contains("model type: cnn")
        .contains("Conv 'c': quantized: multiplies 8-bit values; input x rounded, constant w INT8")
        .contains("Relu 'r': quantized: limited by the rounding of Conv 'c'")
        .contains("quantizer b: UINT8 asymmetric; range from the values of b; rounds b");
    String other =
        inspect(
            nodes,
            constants,
            "--quantization",
            "--set",
            "quantization.ignored.nodes=[c]",
            "--set",
            "quantization.activation-type=int16");
    assertThat(other).contains("Conv 'c': float: ignored name c").contains("INT16 asymmetric");
  }

  private String inspect(List<Node> nodes, Map<String, TensorData> constants, String... options) {
    Path file = folder.resolve("model.onnx");
    Graph graph = new Graph("g", nodes, constants, List.of(X), List.of(Y), List.of());
    OnnxWriter.write(OnnxModel.of(17, graph), file);
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text, true);
    List<String> words = new ArrayList<>(List.of("inspect", "--nodes", file.toString()));
    words.addAll(List.of(options));
    assertThat(Vernier.execute(out, out, words.toArray(new String[0]))).isZero();
    return text.toString();
  }
}
