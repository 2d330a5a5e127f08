package dev.vernier.engine.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.FunctionDef;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OpsetImport;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionsTest {
  private static final ValueType FLOATS = new ValueType(DataType.FLOAT, null);

  /** softmax(alpha * x), as a function that was written for operator set 11. */
  private static FunctionDef scaledSoftmax() {
    Node alpha =
        Node.of("", "Constant", List.of(), List.of("s"))
            .withAttribute("value_float", new Attribute.Reference("alpha", 1));
    return new FunctionDef(
        "my",
        "Softmax",
        "",
        List.of("a"),
        List.of("b"),
        List.of(),
        Map.of("alpha", Attribute.of(1f)),
        List.of(
            alpha,
            Node.of("", "Mul", List.of("a", "s"), List.of("scaled")),
            Node.of("", "Softmax", List.of("scaled"), List.of("b"))),
        List.of(new OpsetImport("", 12)),
        List.of(),
        "",
        Map.of(),
        Extras.NONE);
  }

  private static Node call(String in, String out, Map<String, Attribute> attributes) {
    return new Node(out, "Softmax", "my", List.of(in), List.of(out), attributes, "");
  }

  @Test
  void aModelsFunctionsRunWithTheirAttributesAndOperatorSet() {
    Graph graph =
        new Graph(
            "g",
            List.of(
                call("x", "plain", Map.of()), call("x", "hot", Map.of("alpha", Attribute.of(0f)))),
            Map.of(),
            List.of(new ValueInfo("x", FLOATS)),
            List.of(new ValueInfo("plain", FLOATS), new ValueInfo("hot", FLOATS)),
            List.of());
    OnnxModel model =
        OnnxModel.of(17, graph).withOpset("my", 1).withFunctions(List.of(scaledSoftmax()));
    Tensor x = Tensor.of(new float[] {0, (float) StrictMath.log(3), 0, 0}, 1, 2, 2);
    Map<String, Tensor> results = EngineModel.load(model).newSession().run(Map.of("x", x));
    // Before operator set 13, Softmax normalized over all axes from 1 on.
    float[] plain = results.get("plain").toFloats();
    for (int i = 0; i < plain.length; i++) {
      assertThat(plain[i]).isCloseTo(i == 1 ? 0.5f : 1 / 6f, within(1e-6f));
    }
    assertThat(results.get("hot").toFloats()).containsExactly(0.25f, 0.25f, 0.25f, 0.25f);
  }

  private static org.assertj.core.data.Offset<Float> within(float limit) {
    return org.assertj.core.data.Offset.offset(limit);
  }
}
