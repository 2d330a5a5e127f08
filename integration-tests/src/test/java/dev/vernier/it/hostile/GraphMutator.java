package dev.vernier.it.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.vernier.engine.Signature;
import dev.vernier.engine.Signatures;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.proto.OnnxProto.AttributeProto;
import dev.vernier.onnx.proto.OnnxProto.GraphProto;
import dev.vernier.onnx.proto.OnnxProto.ModelProto;
import dev.vernier.onnx.proto.OnnxProto.NodeProto;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import dev.vernier.onnx.proto.OnnxProto.TensorShapeProto;
import dev.vernier.onnx.proto.OnnxProto.TypeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Changes a model as only somebody who knows what it means would. */
final class GraphMutator {
  private final SplittableRandom random;
  private final Attributes attributes;
  private final FieldMutator fields;

  GraphMutator(SplittableRandom random) {
    this.random = random;
    this.attributes = new Attributes(random);
    this.fields = new FieldMutator(random);
  }

  ModelProto mutate(ModelProto model) {
    ModelProto.Builder builder = model.toBuilder();
    for (int n = random.nextInt(1, 4); n > 0; n--) {
      once(builder);
    }
    return builder.build();
  }

  private void once(ModelProto.Builder model) {
    ProtoTree tree = ProtoTree.of(model);
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> node(tree);
      case 4, 5, 6 -> tensor(pick(tree.of(TensorProto.Builder.class)));
      case 7 -> dims(pick(tree.of(TensorShapeProto.Builder.class)));
      case 8 -> type(pick(tree.of(TypeProto.Tensor.Builder.class)));
      case 9 -> constants(model.getGraphBuilder());
      case 10 -> fields.mutate(pick(tree.all()));
      default -> model(model);
    }
  }

  private <T> T pick(List<T> list) {
    return list.isEmpty() ? null : list.get(random.nextInt(list.size()));
  }

  private void node(ProtoTree tree) {
    NodeProto.Builder node = pick(tree.of(NodeProto.Builder.class));
    if (node == null) {
      return;
    }
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3, 4 -> attribute(node);
      case 5 -> removeInput(node);
      case 6 -> retarget(tree, node);
      case 7 ->
          node.addInput(random.nextBoolean() || node.getInputCount() == 0 ? "" : node.getInput(0));
      case 8 -> output(tree, node);
      default -> fields.mutate(node);
    }
  }

  private void attribute(NodeProto.Builder node) {
    Signature signature =
        Signatures.find(node.getDomain(), node.getOpType(), Long.MAX_VALUE).orElse(null);
    AttributeProto attribute = signature == null ? null : attributes.any(signature);
    if (attribute == null) {
      return;
    }
    for (int i = 0; i < node.getAttributeCount(); i++) {
      if (node.getAttribute(i).getName().equals(attribute.getName())) {
        node.removeAttribute(i);
        break;
      }
    }
    if (random.nextInt(8) > 0) {
      node.addAttribute(attribute);
    }
  }

  private void removeInput(NodeProto.Builder node) {
    if (node.getInputCount() > 0) {
      List<String> inputs = new ArrayList<>(node.getInputList());
      int at = random.nextInt(inputs.size());
      if (random.nextBoolean()) {
        inputs.set(at, "");
      } else {
        inputs.remove(at);
      }
      node.clearInput().addAllInput(inputs);
    }
  }

  /** Another value for an input: of any node, perhaps a later one, so that there may be a cycle. */
  private void retarget(ProtoTree tree, NodeProto.Builder node) {
    NodeProto.Builder other = pick(tree.of(NodeProto.Builder.class));
    List<String> names = new ArrayList<>(other.getInputList());
    names.addAll(other.getOutputList());
    String name = pick(names);
    if (name != null && node.getInputCount() > 0) {
      node.setInput(random.nextInt(node.getInputCount()), name);
    }
  }

  private void output(ProtoTree tree, NodeProto.Builder node) {
    NodeProto.Builder other = pick(tree.of(NodeProto.Builder.class));
    String name = random.nextInt(3) == 0 ? "" : pick(other.getOutputList());
    if (name != null && node.getOutputCount() > 0 && random.nextBoolean()) {
      node.setOutput(random.nextInt(node.getOutputCount()), name);
    } else {
      node.addOutput(name == null ? "" : name + "'");
    }
  }

  private void tensor(TensorProto.Builder tensor) {
    if (tensor == null) {
      return;
    }
    DataType type =
        DataType.isKnown(tensor.getDataType()) ? DataType.of(tensor.getDataType()) : DataType.FLOAT;
    long count = 1;
    for (long dim : tensor.getDimsList()) {
      count = Math.min(1 << 16, Math.max(0, count * dim));
    }
    switch (random.nextInt(6)) {
      case 0, 1, 2 -> content(tensor, type, count);
      case 3 -> {
        tensor.clearDims();
        long size = 1;
        for (long dim : Absurd.smallDims(random)) {
          tensor.addDims(dim);
          size *= dim;
        }
        content(tensor, type, size);
      }
      case 4 -> {
        DataType other = Absurd.type(random);
        content(tensor.setDataType(other.code()), other, count);
      }
      default -> fields.mutate(tensor);
    }
  }

  private void content(TensorProto.Builder tensor, DataType type, long count) {
    if (type.bits() > 0 && count <= 1 << 16) {
      tensor
          .clearFloatData()
          .clearInt32Data()
          .clearInt64Data()
          .clearDoubleData()
          .clearUint64Data()
          .setRawData(ByteString.copyFrom(Content.raw(type, count, random)));
    }
  }

  private void dims(TensorShapeProto.Builder shape) {
    if (shape == null) {
      return;
    }
    if (shape.getDimCount() > 0 && random.nextInt(3) > 0) {
      shape.getDimBuilder(random.nextInt(shape.getDimCount())).setDimValue(Absurd.integer(random));
    } else if (shape.getDimCount() > 0 && random.nextBoolean()) {
      shape.removeDim(random.nextInt(shape.getDimCount()));
    } else {
      shape.addDimBuilder().setDimValue(random.nextInt(3));
    }
  }

  private void type(TypeProto.Tensor.Builder tensor) {
    if (tensor != null) {
      tensor.setElemType(
          random.nextInt(10) == 0 ? (int) Absurd.integer(random) : random.nextInt(27));
    }
  }

  /** An input becomes a constant, or a constant something that is fed. */
  private void constants(GraphProto.Builder graph) {
    if (random.nextBoolean() && graph.getInputCount() > 0) {
      graph.addInitializer(
          Attributes.tensor(random).toBuilder()
              .setName(graph.getInput(random.nextInt(graph.getInputCount())).getName()));
    } else if (graph.getInitializerCount() > 0) {
      int at = random.nextInt(graph.getInitializerCount());
      TensorProto tensor = graph.getInitializer(at);
      graph.removeInitializer(at);
      TypeProto.Tensor.Builder type =
          TypeProto.Tensor.newBuilder().setElemType(tensor.getDataType());
      if (random.nextBoolean()) {
        TensorShapeProto.Builder shape = type.getShapeBuilder();
        tensor.getDimsList().forEach(d -> shape.addDimBuilder().setDimValue(d));
      }
      graph
          .addInputBuilder()
          .setName(tensor.getName())
          .setType(TypeProto.newBuilder().setTensorType(type));
    }
  }

  private void model(ModelProto.Builder model) {
    switch (random.nextInt(4)) {
      case 0 -> opset(model);
      case 1 ->
          Nesting.wrap(model, random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(6));
      case 2 -> functions(model);
      default -> {
        for (Message.Builder builder : List.of(model, model.getGraphBuilder())) {
          fields.mutate(builder);
        }
      }
    }
  }

  private void opset(ModelProto.Builder model) {
    if (model.getOpsetImportCount() > 0) {
      model
          .getOpsetImportBuilder(random.nextInt(model.getOpsetImportCount()))
          .setVersion(random.nextInt(4) > 0 ? random.nextInt(1, 27) : Absurd.integer(random));
    }
  }

  /** A function of the graph's own nodes, which a node calls, perhaps from within it. */
  private void functions(ModelProto.Builder model) {
    GraphProto graph = model.getGraph();
    NodeProto call =
        NodeProto.newBuilder()
            .setName("call")
            .setDomain(random.nextBoolean() ? "own" : "")
            .setOpType(random.nextBoolean() ? "F" : "Relu")
            .addAllInput(graph.getInputList().stream().map(i -> i.getName()).toList())
            .addOutput("called")
            .build();
    model
        .addFunctionsBuilder()
        .setName(call.getOpType())
        .setDomain(call.getDomain())
        .addAllInput(call.getInputList())
        .addAllOutput(graph.getOutputList().stream().map(o -> o.getName()).toList())
        .addAllNode(graph.getNodeList())
        .addAllOpsetImport(model.getOpsetImportList())
        .addNode(random.nextBoolean() ? call : NodeProto.getDefaultInstance());
    if (random.nextBoolean()) {
      model.addOpsetImportBuilder().setDomain("own").setVersion(1);
    }
    model.getGraphBuilder().addNode(call);
  }
}
