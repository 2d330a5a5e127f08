package dev.vernier.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.onnx.io.TensorReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner on cases recorded by hand: each ends in the group it belongs to, with its reason. */
class ConformanceRunnerTest {
  @TempDir Path folder;

  @Test
  void passesWhenOutputsAreReproduced() throws IOException {
    record("Neg", DataType.FLOAT, Tensor.of(new float[] {1, -2}, 2), new float[] {-1, 2});
    assertThat(run().outcome()).isEqualTo(CaseResult.Outcome.PASSED);
  }

  @Test
  void failureNamesOutputAndElement() throws IOException {
    record("Neg", DataType.FLOAT, Tensor.of(new float[] {1, -2}, 2), new float[] {-1, 3});
    CaseResult result = run();
    assertThat(result.outcome()).isEqualTo(CaseResult.Outcome.FAILED);
    assertThat(result.reason()).isEqualTo("output y: element 1: expected 3.0, actual 2.0");
  }

  @Test
  void failureNamesUnequalShapes() throws IOException {
    record("Neg", DataType.FLOAT, Tensor.of(new float[] {1, -2}, 2), new float[] {-1});
    assertThat(run().reason()).contains("FLOAT[1]").contains("FLOAT[2]");
  }

  @Test
  void unknownOperatorIsUnsupported() throws IOException {
    record("Frobnicate", DataType.FLOAT, Tensor.of(new float[] {1}, 1), new float[] {1});
    CaseResult result = run();
    assertThat(result.outcome()).isEqualTo(CaseResult.Outcome.UNSUPPORTED);
    assertThat(result.reason()).contains("Frobnicate");
  }

  @Test
  void whatIsLeftOutOnPurposeIsNoFailure() throws IOException {
    record("Bernoulli", DataType.FLOAT, Tensor.of(new float[] {1}, 1), new float[] {1});
    CaseResult result = run();
    assertThat(result.outcome()).isEqualTo(CaseResult.Outcome.EXCLUDED);
    assertThat(result.reason()).contains("Bernoulli").contains("random");
  }

  @Test
  void stringsAreLeftOut() throws IOException {
    record("Identity", DataType.STRING, Tensor.of(new float[] {1}, 1), new float[] {1});
    assertThat(run().outcome()).isEqualTo(CaseResult.Outcome.EXCLUDED);
  }

  @Test
  void anExactOperatorMustBeExact() throws IOException {
    float[] nearly = {Math.nextUp(-1), 2};
    record("Neg", DataType.FLOAT, Tensor.of(new float[] {1, -2}, 2), nearly);
    assertThat(run().outcome()).isEqualTo(CaseResult.Outcome.FAILED);
  }

  @Test
  void aFunctionMayBeOffByWhatItDeclares() throws IOException {
    float exact = (float) StrictMath.exp(1);
    record("Exp", DataType.FLOAT, Tensor.of(new float[] {1}, 1), new float[] {exact * 1.000001f});
    assertThat(run().outcome()).isEqualTo(CaseResult.Outcome.PASSED);
    record("Exp", DataType.FLOAT, Tensor.of(new float[] {1}, 1), new float[] {exact * 1.00001f});
    assertThat(run().outcome()).isEqualTo(CaseResult.Outcome.FAILED);
  }

  @Test
  void modelsWithoutRecordedInputsAreFedEvenNumbers() throws IOException {
    record("Neg", DataType.FLOAT, Tensor.of(new float[] {0}, 1), new float[] {0});
    Path light = Files.createDirectories(folder.resolve("light"));
    OnnxModel model = OnnxReader.read(folder.resolve("case/model.onnx"));
    ValueInfo x = new ValueInfo("x", ValueType.tensor(DataType.FLOAT, 4));
    Graph graph = model.graph();
    OnnxWriter.write(
        model.withGraph(
            new Graph(
                "g", graph.nodes(), Map.of(), List.of(x), graph.outputs(), graph.valueInfos())),
        light.resolve("neg.onnx"));
    TensorReader.writeTensorProto(
        Tensor.of(new float[] {0, -0.25f, -0.5f, -0.75f}, 4).toTensorData("y"),
        light.resolve("neg_output_0.pb"));
    List<Path> found = ConformanceRunner.find(light);
    assertThat(found).containsExactly(light.resolve("neg.onnx"));
    assertThat(new ConformanceRunner().run(found.get(0)).outcome())
        .isEqualTo(CaseResult.Outcome.PASSED);
  }

  @Test
  void damagedModelFails() throws IOException {
    record("Neg", DataType.FLOAT, Tensor.of(new float[] {1}, 1), new float[] {1});
    Files.write(folder.resolve("case/model.onnx"), new byte[] {1, 2, 3});
    assertThat(run().outcome()).isEqualTo(CaseResult.Outcome.FAILED);
  }

  @Test
  void emptyFolderSaysWhatIsExpected() {
    assertThatThrownBy(() -> ConformanceRunner.find(folder))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("test_data_set_0");
  }

  private CaseResult run() {
    List<Path> found = ConformanceRunner.find(folder);
    assertThat(found).hasSize(1);
    return new ConformanceRunner().run(found.get(0));
  }

  private void record(String op, DataType type, Tensor input, float[] output) throws IOException {
    Path set = Files.createDirectories(folder.resolve("case/test_data_set_0"));
    ValueType declared = new ValueType(type, null);
    Graph graph =
        new Graph(
            "g",
            List.of(Node.of("n", op, List.of("x"), List.of("y"))),
            Map.of(),
            List.of(new ValueInfo("x", declared)),
            List.of(new ValueInfo("y", declared)),
            List.of());
    OnnxWriter.write(OnnxModel.of(17, graph), folder.resolve("case/model.onnx"));
    TensorReader.writeTensorProto(input.toTensorData("x"), set.resolve("input_0.pb"));
    TensorReader.writeTensorProto(
        Tensor.of(output, output.length).toTensorData("y"), set.resolve("output_0.pb"));
  }
}
