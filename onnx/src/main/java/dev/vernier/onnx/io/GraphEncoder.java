package dev.vernier.onnx.io;

import com.google.protobuf.ByteString;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.FunctionDef;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OpsetImport;
import dev.vernier.onnx.SparseTensor;
import dev.vernier.onnx.proto.OnnxProto.AttributeProto;
import dev.vernier.onnx.proto.OnnxProto.AttributeProto.AttributeType;
import dev.vernier.onnx.proto.OnnxProto.FunctionProto;
import dev.vernier.onnx.proto.OnnxProto.GraphProto;
import dev.vernier.onnx.proto.OnnxProto.ModelProto;
import dev.vernier.onnx.proto.OnnxProto.NodeProto;
import dev.vernier.onnx.proto.OnnxProto.OperatorSetIdProto;
import dev.vernier.onnx.proto.OnnxProto.SparseTensorProto;
import dev.vernier.onnx.proto.OnnxProto.StringStringEntryProto;
import java.util.List;
import java.util.Map;

/** Turns models, graphs, nodes and functions into messages. Empty texts are left out. */
final class GraphEncoder {
  private final TensorEncoding initializers;

  /**
   * @param initializers how initializers are stored; tensors in attributes always stand inside
   */
  GraphEncoder(TensorEncoding initializers) {
    this.initializers = initializers;
  }

  ModelProto model(OnnxModel model) {
    ModelProto.Builder proto =
        ModelProto.newBuilder()
            .setIrVersion(model.irVersion())
            .setModelVersion(model.modelVersion())
            .setGraph(graph(model.graph()))
            .addAllOpsetImport(opsets(model.opsets()))
            .addAllMetadataProps(entries(model.metadata()));
    model.functions().forEach(function -> proto.addFunctions(function(function)));
    setTexts(proto, model);
    TensorEncoding.merge(proto, model.extras());
    return proto.build();
  }

  private static void setTexts(ModelProto.Builder proto, OnnxModel model) {
    if (!model.producerName().isEmpty()) {
      proto.setProducerName(model.producerName());
    }
    if (!model.producerVersion().isEmpty()) {
      proto.setProducerVersion(model.producerVersion());
    }
    if (!model.domain().isEmpty()) {
      proto.setDomain(model.domain());
    }
    if (!model.docString().isEmpty()) {
      proto.setDocString(model.docString());
    }
  }

  private static List<OperatorSetIdProto> opsets(List<OpsetImport> opsets) {
    return opsets.stream()
        .map(
            o ->
                OperatorSetIdProto.newBuilder()
                    .setDomain(o.domain())
                    .setVersion(o.version())
                    .build())
        .toList();
  }

  private static List<StringStringEntryProto> entries(Map<String, String> map) {
    return map.entrySet().stream().map(e -> entry(e.getKey(), e.getValue())).toList();
  }

  static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private GraphProto graph(Graph graph) {
    GraphProto.Builder proto =
        GraphProto.newBuilder()
            .setName(graph.name())
            .addAllMetadataProps(entries(graph.metadata()));
    graph.nodes().forEach(node -> proto.addNode(node(node)));
    graph.initializers().values().forEach(t -> proto.addInitializer(initializers.encode(t)));
    graph.sparseInitializers().forEach(t -> proto.addSparseInitializer(sparse(t)));
    graph.inputs().forEach(info -> proto.addInput(TypeEncoder.valueInfo(info)));
    graph.outputs().forEach(info -> proto.addOutput(TypeEncoder.valueInfo(info)));
    graph.valueInfos().forEach(info -> proto.addValueInfo(TypeEncoder.valueInfo(info)));
    if (!graph.docString().isEmpty()) {
      proto.setDocString(graph.docString());
    }
    TensorEncoding.merge(proto, graph.extras());
    return proto.build();
  }

  private static SparseTensorProto sparse(SparseTensor sparse) {
    SparseTensorProto.Builder proto =
        SparseTensorProto.newBuilder()
            .setValues(TensorEncoding.inline(sparse.values()))
            .setIndices(TensorEncoding.inline(sparse.indices()));
    for (long dim : sparse.dims()) {
      proto.addDims(dim);
    }
    TensorEncoding.merge(proto, sparse.extras());
    return proto.build();
  }

  private NodeProto node(Node node) {
    NodeProto.Builder proto =
        NodeProto.newBuilder()
            .addAllInput(node.inputs())
            .addAllOutput(node.outputs())
            .setOpType(node.opType());
    if (!node.name().isEmpty()) {
      proto.setName(node.name());
    }
    if (!node.domain().isEmpty()) {
      proto.setDomain(node.domain());
    }
    if (!node.docString().isEmpty()) {
      proto.setDocString(node.docString());
    }
    node.attributes().forEach((name, value) -> proto.addAttribute(attribute(name, value)));
    TensorEncoding.merge(proto, node.extras());
    return proto.build();
  }

  private AttributeProto attribute(String name, Attribute attribute) {
    AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
    if (attribute instanceof Attribute.IntValue a) {
      proto.setType(AttributeType.INT).setI(a.value());
    } else if (attribute instanceof Attribute.FloatValue a) {
      proto.setType(AttributeType.FLOAT).setF(a.value());
    } else if (attribute instanceof Attribute.StringValue a) {
      proto.setType(AttributeType.STRING).setS(ByteString.copyFrom(a.bytes()));
    } else if (attribute instanceof Attribute.TensorValue a) {
      proto.setType(AttributeType.TENSOR).setT(TensorEncoding.inline(a.value()));
    } else if (attribute instanceof Attribute.GraphValue a) {
      proto.setType(AttributeType.GRAPH).setG(graph(a.value()));
    } else if (attribute instanceof Attribute.SparseValue a) {
      proto.setType(AttributeType.SPARSE_TENSOR).setSparseTensor(sparse(a.value()));
    } else if (attribute instanceof Attribute.TypeValue a) {
      proto.setType(AttributeType.TYPE_PROTO).setTp(TypeEncoder.type(a.value()));
    } else if (attribute instanceof Attribute.Reference a) {
      proto.setRefAttrName(a.name());
      proto.setType(AttributeType.forNumber(a.typeCode()));
    } else {
      setList(proto, attribute);
    }
    return proto.build();
  }

  private void setList(AttributeProto.Builder proto, Attribute attribute) {
    if (attribute instanceof Attribute.Ints a) {
      proto.setType(AttributeType.INTS);
      for (long value : a.values()) {
        proto.addInts(value);
      }
    } else if (attribute instanceof Attribute.Floats a) {
      proto.setType(AttributeType.FLOATS);
      for (float value : a.values()) {
        proto.addFloats(value);
      }
    } else if (attribute instanceof Attribute.Strings a) {
      proto.setType(AttributeType.STRINGS);
      a.values().forEach(s -> proto.addStrings(ByteString.copyFrom(s.bytes())));
    } else if (attribute instanceof Attribute.Tensors a) {
      proto.setType(AttributeType.TENSORS);
      a.values().forEach(t -> proto.addTensors(TensorEncoding.inline(t)));
    } else if (attribute instanceof Attribute.Graphs a) {
      proto.setType(AttributeType.GRAPHS);
      a.values().forEach(g -> proto.addGraphs(graph(g)));
    } else if (attribute instanceof Attribute.Sparses a) {
      proto.setType(AttributeType.SPARSE_TENSORS);
      a.values().forEach(t -> proto.addSparseTensors(sparse(t)));
    } else if (attribute instanceof Attribute.Types a) {
      proto.setType(AttributeType.TYPE_PROTOS);
      a.values().forEach(t -> proto.addTypeProtos(TypeEncoder.type(t)));
    }
  }

  private FunctionProto function(FunctionDef function) {
    FunctionProto.Builder proto =
        FunctionProto.newBuilder()
            .setName(function.name())
            .setDomain(function.domain())
            .addAllInput(function.inputs())
            .addAllOutput(function.outputs())
            .addAllAttribute(function.attributes())
            .addAllOpsetImport(opsets(function.opsets()))
            .addAllMetadataProps(entries(function.metadata()));
    function.attributeDefaults().forEach((n, v) -> proto.addAttributeProto(attribute(n, v)));
    function.nodes().forEach(node -> proto.addNode(node(node)));
    function.valueInfos().forEach(info -> proto.addValueInfo(TypeEncoder.valueInfo(info)));
    if (!function.overload().isEmpty()) {
      proto.setOverload(function.overload());
    }
    if (!function.docString().isEmpty()) {
      proto.setDocString(function.docString());
    }
    TensorEncoding.merge(proto, function.extras());
    return proto.build();
  }
}
