package dev.vernier.it.hostile;

import dev.vernier.onnx.proto.OnnxProto.AttributeProto;
import dev.vernier.onnx.proto.OnnxProto.GraphProto;
import dev.vernier.onnx.proto.OnnxProto.ModelProto;
import dev.vernier.onnx.proto.OnnxProto.NodeProto;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;

/** Graphs in graphs in graphs. */
final class Nesting {
  private Nesting() {}

  /** The model with its nodes in the branches of If nodes, some levels deep. */
  static void wrap(ModelProto.Builder model, int levels) {
    GraphProto.Builder graph = model.getGraphBuilder();
    GraphProto inner =
        GraphProto.newBuilder()
            .setName("inner")
            .addAllNode(graph.getNodeList())
            .addAllOutput(graph.getOutputList())
            .build();
    for (int i = 0; i < levels; i++) {
      NodeProto.Builder branch =
          NodeProto.newBuilder().setName("if" + i).setOpType("If").addInput("always");
      graph.getOutputList().forEach(o -> branch.addOutput(o.getName()));
      branch
          .addAttribute(graph("then_branch", inner))
          .addAttribute(graph("else_branch", i == 0 ? inner : GraphProto.getDefaultInstance()));
      inner =
          GraphProto.newBuilder()
              .setName("inner")
              .addNode(branch)
              .addAllOutput(graph.getOutputList())
              .build();
    }
    graph.clearNode().addAllNode(inner.getNodeList());
    graph.addInitializer(TensorProto.newBuilder().setName("always").setDataType(9).addInt32Data(1));
  }

  private static AttributeProto graph(String name, GraphProto value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(value)
        .build();
  }
}
