package dev.vernier.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Models;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphEditorTest {
  private static Graph sample() {
    Graph graph =
        Models.graph(
            List.of("x"), List.of("z"), "Relu x a", "Abs a b", "Neg a unused", "Add b,w z");
    return graph.withInitializers(Map.of("w", TensorData.ofFloats("w", new long[] {2}, 1, 2)));
  }

  /** The sample whose Add also looks at 'a' from inside a subgraph. */
  private static Graph nested() {
    Graph inner = Models.graph(List.of(), List.of("i"), "Relu a i");
    List<Node> nodes = new ArrayList<>(sample().nodes());
    nodes.add(
        Node.of(
            "if", "If", List.of("w"), List.of("k"), Map.of("then_branch", Attribute.of(inner))));
    return sample().withNodes(nodes).withOutputs(List.of(Models.value("z"), Models.value("k")));
  }

  private static List<String> types(Graph graph) {
    return graph.nodes().stream().map(Node::opType).toList();
  }

  @Test
  void producersAndConsumersFollowChanges() {
    GraphEditor editor = new GraphEditor(nested());
    assertThat(editor.producer("a").orElseThrow().opType()).isEqualTo("Relu");
    assertThat(editor.producer("w")).isEmpty();
    assertThat(editor.consumers("a")).extracting(Node::opType).containsExactly("Abs", "Neg", "If");
    editor.removeNode(editor.producer("unused").orElseThrow());
    assertThat(editor.consumers("a")).extracting(Node::opType).containsExactly("Abs", "If");
    Node changed = editor.producer("b").orElseThrow();
    editor.replaceNode(changed, changed.withInputs(List.of("x")));
    assertThat(editor.consumers("a")).extracting(Node::opType).containsExactly("If");
    assertThatThrownBy(() -> editor.removeNode(changed))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void insertedNodesEndUpInOrder() {
    GraphEditor editor = new GraphEditor(sample());
    Node abs = editor.producer("b").orElseThrow();
    editor.insertBefore(abs, Models.node("Exp a e"));
    editor.replaceUses("a", "e", List.of(abs));
    assertThat(types(editor.toGraph())).containsExactly("Relu", "Exp", "Abs", "Neg", "Add");
    editor.addNodes(Models.node("Log x l"));
    editor.replaceUses("x", "l", List.of(editor.producer("a").orElseThrow()));
    assertThat(types(editor.toGraph())).containsExactly("Log", "Relu", "Exp", "Abs", "Neg", "Add");
  }

  @Test
  void renamingReachesSubgraphsAndBorders() {
    GraphEditor editor = new GraphEditor(nested());
    editor.renameTensor("a", "fresh");
    editor.renameTensor("x", "image");
    editor.renameTensor("w", "weight");
    Graph graph = editor.toGraph();
    assertThat(graph.inputs().get(0).name()).isEqualTo("image");
    assertThat(graph.initializers().get("weight").name()).isEqualTo("weight");
    Graph inner = graph.nodes().get(4).graphAttribute("then_branch").orElseThrow();
    assertThat(inner.nodes().get(0).inputs()).containsExactly("fresh");
    assertThatThrownBy(() -> editor.renameTensor("fresh", "i"))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("taken");
  }

  @Test
  void aSubgraphsOwnNameIsNotRenamed() {
    Graph inner = Models.graph(List.of(), List.of("a"), "Relu x a");
    Node node = Node.of("if", "If", List.of("a"), List.of("k"), Map.of("g", Attribute.of(inner)));
    Node renamed = Renaming.inputs(node, Map.of("a", "b"));
    assertThat(renamed.inputs()).containsExactly("b");
    assertThat(renamed.graphAttribute("g")).contains(inner);
  }

  @Test
  void unusedThingsAreRemoved() {
    GraphEditor editor = new GraphEditor(sample());
    editor.addInitializer(TensorData.ofFloats("idle", new long[] {1}, 1));
    editor.removeUnused();
    Graph graph = editor.toGraph();
    assertThat(types(graph)).containsExactly("Relu", "Abs", "Add");
    assertThat(graph.initializers().keySet()).containsExactly("w");
    assertThat(graph.inputs()).hasSize(1);
  }

  @Test
  void freshNamesAreNewEverywhere() {
    GraphEditor editor = new GraphEditor(nested());
    assertThat(editor.freshName("i")).isEqualTo("i_1");
    assertThat(editor.freshName("i")).isEqualTo("i_2");
    assertThat(editor.freshName("new")).isEqualTo("new");
    assertThat(editor.freshName("new")).isEqualTo("new_1");
  }

  @Test
  void cyclesAreReported() {
    GraphEditor editor = new GraphEditor(sample());
    Node relu = editor.producer("a").orElseThrow();
    editor.replaceNode(relu, relu.withInputs(List.of("b")));
    assertThatThrownBy(editor::toGraph)
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("cycle: Relu 'a' <- Abs 'b'");
  }
}
