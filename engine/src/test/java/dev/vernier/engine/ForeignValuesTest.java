package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.SparseTensor;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.VernierException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForeignValuesTest {
  private static final TensorData WORDS =
      TensorData.ofStrings("words", new long[] {2}, List.of("a", "b"));

  private static Node node(String type, String in, String out) {
    return Node.of("", type, List.of(in.split(" ")), List.of(out));
  }

  private static EngineModel load(
      DataType input, Map<String, TensorData> constants, Node... nodes) {
    Graph graph = graph(input, constants, List.of(), nodes);
    return EngineModel.load(OnnxModel.of(17, graph));
  }

  private static Graph graph(
      DataType input, Map<String, TensorData> constants, List<SparseTensor> sparse, Node... nodes) {
    return new Graph(
        "g",
        List.of(nodes),
        constants,
        sparse,
        List.of(new ValueInfo("x", ValueType.tensor(input, 2))),
        List.of(new ValueInfo("y", ValueType.UNKNOWN)),
        List.of(),
        "",
        Map.of(),
        Extras.NONE);
  }

  @Test
  void nodesOnStringsAreNamedAndTheModelRefused() {
    EngineModel model = load(DataType.STRING, Map.of(), node("Identity", "x", "y"));
    assertThat(model.unsupported())
        .containsExactly(
            "Identity -> y: input 'x' is of element type STRING, which is not supported");
    assertThatThrownBy(model::newSession)
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("the model has 1 node that Vernier cannot run");
  }

  @Test
  void stringsAreFoundInGraphsOfNodesToo() {
    Graph branch =
        new Graph(
            "b",
            List.of(node("Shape", "words", "n")),
            Map.of(),
            List.of(),
            List.of(new ValueInfo("n", ValueType.tensor(DataType.INT64, 1))),
            List.of());
    Node condition =
        node("If", "x", "y")
            .withAttribute("then_branch", Attribute.of(branch))
            .withAttribute("else_branch", Attribute.of(branch));
    assertThat(load(DataType.BOOL, Map.of("words", WORDS), condition).unsupported())
        .hasSize(2)
        .allMatch(line -> line.contains("Shape -> n: input 'words' is of element type STRING"));
  }

  @Test
  void constantsAndCastsOfStringsAreNamed() {
    Node constant =
        Node.of("", "Constant", List.of(), List.of("c"))
            .withAttribute("value_string", Attribute.of("a"));
    Node cast = node("Cast", "x", "y").withAttribute("to", Attribute.of(DataType.STRING.code()));
    assertThat(load(DataType.FLOAT, Map.of(), constant, cast).unsupported())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("Constant -> c: "))
        .anyMatch(line -> line.contains("Cast -> y: conversion of type STRING"));
  }

  @Test
  void stringsThatNothingUsesDoNoHarm() {
    EngineModel model = load(DataType.FLOAT, Map.of("words", WORDS), node("Neg", "x", "y"));
    Tensor x = Tensor.of(new float[] {1, 2}, 2);
    assertThat(model.newSession().run(Map.of("x", x)).get("y").toFloats()).containsExactly(-1, -2);
  }

  @Test
  void sparseInitializersAreNamed() {
    SparseTensor sparse =
        new SparseTensor(
            TensorData.ofFloats("s", new long[] {1}, 5f),
            TensorData.ofInt64s("i", new long[] {1}, 1),
            new long[] {2},
            Extras.NONE);
    Graph graph = graph(DataType.FLOAT, Map.of(), List.of(sparse), node("Add", "x s", "y"));
    assertThat(EngineModel.load(OnnxModel.of(17, graph)).unsupported())
        .containsExactly("Add -> y: input 's' is a sparse tensor, which is not supported");
  }
}
