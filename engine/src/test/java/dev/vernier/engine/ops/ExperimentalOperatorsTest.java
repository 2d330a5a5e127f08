package dev.vernier.engine.ops;

import static dev.vernier.engine.ops.NodeSpec.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Comparison;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.OrtOracle;
import dev.vernier.engine.SessionOptions;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The former experimental operators by hand and, where it still has them, in ONNX Runtime. */
class ExperimentalOperatorsTest {
  private static final Tensor IMAGE =
      Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 1, 1, 3, 4);

  @ParameterizedTest
  @MethodSource("specs")
  void agreesWithOnnxRuntime(NodeSpec spec) {
    OnnxModel model = spec.opset(7).model(false);
    try (OrtOracle oracle = OrtOracle.unoptimised(model)) {
      Comparison.assertAgrees(
          InferenceSession.create(model, SessionOptions.defaults()).run(spec.inputs()),
          oracle.run(spec.inputs()),
          spec.tolerance());
    }
  }

  static Stream<NodeSpec> specs() {
    return Stream.of(
        of("Affine").with("alpha", 1.5f).with("beta", -0.25f).floats(2, 3, 5),
        of("Affine").floats(7),
        of("Crop").ints("border", 1, 2, 0, 1).floats(2, 3, 6, 5),
        of("Crop").ints("border", 1, 2, 3, 3).ints("scale", 3, 4).floats(2, 3, 6, 5));
  }

  @Test
  void imagesAreScaledAndShiftedByChannel() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 1, 2);
    Node node =
        Node.of("n", "ImageScaler", List.of("x"), List.of("y"))
            .withAttribute("scale", Attribute.of(2f))
            .withAttribute("bias", Attribute.ofFloats(10f, -10f));
    assertThat(run(node, x).floats()).containsExactly(12, 14, -4, -2, 20, 22, 4, 6);
  }

  @Test
  void borderIsLeftTopRightBottom() {
    Node node =
        Node.of("n", "Crop", List.of("x"), List.of("y"))
            .withAttribute("border", Attribute.ofInts(1, 0, 2, 1));
    Tensor y = run(node, IMAGE);
    assertThat(y.dims()).containsExactly(1, 1, 2, 1);
    assertThat(y.floats()).containsExactly(2, 6);
  }

  @Test
  void aCropBeyondTheImageIsRefused() {
    Node node =
        Node.of("n", "Crop", List.of("x"), List.of("y"))
            .withAttribute("border", Attribute.ofInts(1, 2, 0, 0))
            .withAttribute("scale", Attribute.ofInts(2, 2));
    assertThatThrownBy(() -> run(node, IMAGE))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("Crop 'n'")
        .hasMessageContaining("cannot cut 2 from 2 of 3");
  }

  private static Tensor run(Node node, Tensor x) {
    Map<String, Tensor> inputs = Map.of("x", x);
    OnnxModel model = OrtOracle.modelOf(node, 7, inputs, Map.of("y", DataType.FLOAT));
    return InferenceSession.create(model, SessionOptions.defaults()).run(inputs).get("y");
  }
}
