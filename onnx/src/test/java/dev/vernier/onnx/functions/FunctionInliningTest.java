package dev.vernier.onnx.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.proto.OnnxProto.NodeProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FunctionInliningTest {
  private static final ValueType FLOATS = new ValueType(DataType.FLOAT, null);

  private static FunctionDef function(String name, String in, String out, Node... nodes) {
    return function(name, 17, in, out, nodes);
  }

  private static FunctionDef function(
      String name, long opset, String in, String out, Node... nodes) {
    return new FunctionDef(
        "my",
        name,
        "",
        List.of(in.split(" ")),
        List.of(out.split(" ")),
        List.of("alpha", "axis"),
        Map.of("beta", Attribute.of(2f)),
        List.of(nodes),
        List.of(new OpsetImport("", opset), new OpsetImport("my", 1)),
        List.of(),
        "",
        Map.of(),
        Extras.NONE);
  }

  private static Node node(String name, String type, String in, String out) {
    return Node.of(name, type, List.of(in.split(" ", -1)), List.of(out.split(" ", -1)));
  }

  private static Node call(String name, String type, String in, String out) {
    Node node = node(name, type, in, out);
    return new Node(name, type, "my", node.inputs(), node.outputs(), Map.of(), "");
  }

  private static Node refers(Node node, String attribute, String to) {
    return node.withAttribute(attribute, new Attribute.Reference(to, 1));
  }

  private static OnnxModel model(long opset, List<FunctionDef> functions, Node... nodes) {
    Graph graph =
        new Graph(
            "g",
            List.of(nodes),
            Map.of(),
            List.of(new ValueInfo("x", FLOATS)),
            List.of(new ValueInfo("y", FLOATS)),
            List.of());
    return OnnxModel.of(opset, graph).withOpset("my", 1).withFunctions(functions);
  }

  private static List<Node> inlined(OnnxModel model) {
    OnnxModel result = FunctionInlining.inline(model);
    assertThat(result.functions()).isEmpty();
    Set<String> defined = new HashSet<>();
    result.graph().nodes().forEach(n -> assertUnique(defined, n));
    return result.graph().nodes();
  }

  private static void assertUnique(Set<String> defined, Node node) {
    node.outputs().forEach(o -> assertThat(defined.add(o) || o.isEmpty()).as(o).isTrue());
    node.subgraphs().forEach(g -> g.nodes().forEach(n -> assertUnique(defined, n)));
  }

  private static List<String> texts(List<Node> nodes) {
    return nodes.stream().map(n -> n.opType() + n.inputs() + n.outputs()).toList();
  }

  @Test
  void callsBecomeNodesWithNamesOfTheirOwn() {
    FunctionDef twice =
        function("Twice", "a", "c", node("n", "Neg", "a", "b"), node("m", "Abs", "b", "c"));
    List<Node> nodes =
        inlined(
            model(
                17,
                List.of(twice),
                call("first", "Twice", "x", "b"),
                call("", "Twice", "b", "z"),
                call("", "Twice", "z", "y")));
    assertThat(texts(nodes))
        .containsExactly(
            "Neg[x][first/b]",
            "Abs[first/b][b]",
            "Neg[b][Twice/b]",
            "Abs[Twice/b][z]",
            "Neg[z][Twice/b_1]",
            "Abs[Twice/b_1][y]");
    assertThat(nodes.get(0).name()).isEqualTo("first/n");
  }

  @Test
  void attributesComeFromTheCallerTheFunctionOrNowhere() {
    FunctionDef elu =
        function(
            "F",
            "a",
            "d",
            refers(node("", "Elu", "a", "b"), "alpha", "alpha"),
            refers(node("", "Selu", "b", "c"), "gamma", "beta"),
            refers(node("", "Softmax", "c", "d"), "axis", "axis"));
    Node given = call("", "F", "x", "y").withAttribute("alpha", Attribute.of(0.5f));
    List<Node> nodes = inlined(model(17, List.of(elu), given));
    assertThat(nodes.get(0).floatAttribute("alpha", 0)).isEqualTo(0.5f);
    assertThat(nodes.get(1).floatAttribute("gamma", 0)).isEqualTo(2f);
    assertThat(nodes.get(2).hasAttribute("axis")).isFalse();
    Node both = given.withAttribute("beta", Attribute.of(3f));
    assertThat(inlined(model(17, List.of(elu), both)).get(1).floatAttribute("gamma", 0))
        .isEqualTo(3f);
  }

  @Test
  void functionsCallFunctionsAndHandAttributesOn() {
    FunctionDef inner =
        function("Inner", "a", "b", refers(node("", "Elu", "a", "b"), "alpha", "alpha"));
    FunctionDef outer =
        function(
            "Outer",
            "a",
            "c",
            refers(call("one", "Inner", "a", "b"), "alpha", "beta"),
            refers(call("two", "Inner", "b", "c"), "alpha", "alpha"));
    Node call = call("call", "Outer", "x", "y").withAttribute("alpha", Attribute.of(7f));
    List<Node> nodes = inlined(model(17, List.of(inner, outer), call));
    assertThat(texts(nodes)).containsExactly("Elu[x][call/b]", "Elu[call/b][y]");
    assertThat(nodes.get(0).floatAttribute("alpha", 0)).isEqualTo(2f);
    assertThat(nodes.get(1).floatAttribute("alpha", 0)).isEqualTo(7f);
  }

  private static Node branch(String condition, String out, Graph graph) {
    return node("", "If", condition, out)
        .withAttribute("then_branch", Attribute.of(graph))
        .withAttribute("else_branch", Attribute.of(graph.withNodes(graph.nodes())));
  }

  private static Graph subgraph(String out, Node... nodes) {
    return new Graph(
        "s", List.of(nodes), Map.of(), List.of(), List.of(new ValueInfo(out, FLOATS)), List.of());
  }

  @Test
  void subgraphsTakeTheCallersValuesAndKeepTheirOwnApart() {
    // The function's local x must not hide the caller's x, which its input a stands for.
    Graph body =
        subgraph(
            "out",
            node("", "Neg", "a", "x"),
            refers(node("", "Elu", "x", "out"), "alpha", "alpha"));
    Node condition = refers(node("", "IsNaN", "a", "c"), "unused", "nothing");
    FunctionDef f =
        function(
            "F",
            "a",
            "b",
            condition,
            node("", "If", "c", "b").withAttribute("then_branch", Attribute.of(body)));
    Node call = call("call", "F", "x", "y").withAttribute("alpha", Attribute.of(3f));
    Graph then = inlined(model(17, List.of(f), call)).get(1).subgraphs().get(0);
    assertThat(texts(then.nodes())).containsExactly("Neg[x][call/x]", "Elu[call/x][call/out]");
    assertThat(then.outputs().get(0).name()).isEqualTo("call/out");
    assertThat(then.nodes().get(1).floatAttribute("alpha", 0)).isEqualTo(3f);
  }

  @Test
  void callsInSubgraphsAreInlined() {
    FunctionDef neg = function("F", "a", "b", node("", "Neg", "a", "b"));
    Node branch = branch("c", "y", subgraph("out", call("", "F", "x", "out")));
    List<Node> nodes = FunctionInlining.inline(model(17, List.of(neg), branch)).graph().nodes();
    assertThat(texts(nodes.get(0).subgraphs().get(0).nodes())).containsExactly("Neg[x][out]");
  }

  @Test
  void valuesMayPassThroughAndBeLeftOut() {
    FunctionDef f =
        function("F", "a b", "a d d", node("", "Clip", "a b", "c"), node("", "Neg", "c", "d"));
    List<Node> nodes = inlined(model(17, List.of(f), call("", "F", "x ", "p q y")));
    assertThat(texts(nodes))
        .containsExactly("Clip[x, ][F/c]", "Neg[F/c][q]", "Identity[x][p]", "Identity[q][y]");
    List<Node> fewer = inlined(model(17, List.of(f), call("", "F", "x", " y")));
    assertThat(texts(fewer)).containsExactly("Clip[x, ][F/c]", "Neg[F/c][y]");
  }

  @Test
  void overloadsAreToldApart() {
    FunctionDef plain = function("F", "a", "b", node("", "Neg", "a", "b"));
    FunctionDef other =
        new FunctionDef(
            "my",
            "F",
            "v2",
            List.of("a"),
            List.of("b"),
            List.of(),
            Map.of(),
            List.of(node("", "Abs", "a", "b")),
            plain.opsets(),
            List.of(),
            "",
            Map.of(),
            Extras.NONE);
    Node one = call("", "F", "x", "z");
    Node two =
        new Node(
            "",
            "F",
            "my",
            List.of("z"),
            List.of("y"),
            Map.of(),
            "",
            Extras.of(NodeProto.newBuilder().setOverload("v2").build().toByteArray()));
    assertThat(texts(inlined(model(17, List.of(plain, other), one, two))))
        .containsExactly("Neg[x][z]", "Abs[z][y]");
  }

  @Test
  void olderFunctionsAreUpgradedToTheModelsOperatorSet() {
    Node squeeze = node("", "Squeeze", "a", "b").withAttribute("axes", Attribute.ofInts(1));
    FunctionDef old = function("F", 11, "a", "b", squeeze);
    OnnxModel model = FunctionInlining.inline(model(17, List.of(old), call("", "F", "x", "y")));
    assertThat(model.opset()).isEqualTo(17);
    Node last = model.graph().nodes().get(model.graph().nodes().size() - 1);
    assertThat(last.opType()).isEqualTo("Squeeze");
    assertThat(last.hasAttribute("axes")).isFalse();
    assertThat(last.inputs()).hasSize(2);
  }

  @Test
  void olderModelsAreUpgradedToTheirFunctionsOperatorSet() {
    FunctionDef f = function("F", 17, "a", "b", node("", "Neg", "a", "b"));
    Node squeeze = node("", "Squeeze", "x", "z").withAttribute("axes", Attribute.ofInts(1));
    OnnxModel model =
        FunctionInlining.inline(model(11, List.of(f), squeeze, call("", "F", "z", "y")));
    assertThat(model.opset()).isEqualTo(17);
    assertThat(model.graph().nodes()).noneMatch(n -> n.hasAttribute("axes"));
  }

  @Test
  void circlesAndExplosionsAreRefused() {
    FunctionDef a = function("A", "a", "b", call("", "B", "a", "b"));
    FunctionDef b = function("B", "a", "b", call("", "A", "a", "b"));
    OnnxModel circle = model(17, List.of(a, b), call("", "A", "x", "y"));
    assertThatThrownBy(() -> FunctionInlining.inline(circle))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("function my.A calls itself, by way of [my.A, my.B]");
    List<FunctionDef> doubling = new ArrayList<>();
    doubling.add(function("F0", "a", "b", node("", "Neg", "a", "b")));
    for (int i = 1; i < 40; i++) {
      String below = "F" + (i - 1);
      doubling.add(
          function("F" + i, "a", "b", call("", below, "a", "c"), call("", below, "c", "b")));
    }
    OnnxModel bomb = model(17, doubling, call("", "F39", "x", "y"));
    assertThatThrownBy(() -> FunctionInlining.inline(bomb))
        .hasMessageContaining("the functions of the model expand to more than 200000 nodes");
  }

  @Test
  void modelsWithoutFunctionsAreReturnedAsTheyAre() {
    OnnxModel plain = model(17, List.of(), node("", "Neg", "x", "y"));
    assertThat(FunctionInlining.inline(plain)).isSameAs(plain);
  }
}
