package dev.vernier.onnx.io;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.FunctionDef;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OpsetImport;
import dev.vernier.onnx.SparseTensor;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.proto.OnnxProto.AttributeProto;
import dev.vernier.onnx.proto.OnnxProto.FunctionProto;
import dev.vernier.onnx.proto.OnnxProto.GraphProto;
import dev.vernier.onnx.proto.OnnxProto.ModelProto;
import dev.vernier.onnx.proto.OnnxProto.NodeProto;
import dev.vernier.onnx.proto.OnnxProto.OperatorSetIdProto;
import dev.vernier.onnx.proto.OnnxProto.SparseTensorProto;
import dev.vernier.onnx.proto.OnnxProto.StringStringEntryProto;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns model, graph, node and function messages into values. */
final class GraphDecoder {
  private final TensorDecoder tensors;

  GraphDecoder(TensorDecoder tensors) {
    this.tensors = tensors;
  }

  OnnxModel model(ModelProto proto, Path baseDir) {
    return new OnnxModel(
        proto.getIrVersion(),
        opsets(proto.getOpsetImportList()),
        proto.getProducerName(),
        proto.getProducerVersion(),
        proto.getDomain(),
        proto.getModelVersion(),
        proto.getDocString(),
        graph(proto.getGraph()),
        metadata(proto.getMetadataPropsList()),
        proto.getFunctionsList().stream().map(this::function).toList(),
        baseDir,
        extras(proto));
  }

  private static Extras extras(ModelProto proto) {
    return Extras.of(
        proto.toBuilder()
            .clearIrVersion()
            .clearOpsetImport()
            .clearProducerName()
            .clearProducerVersion()
            .clearDomain()
            .clearModelVersion()
            .clearDocString()
            .clearGraph()
            .clearMetadataProps()
            .clearFunctions()
            .build()
            .toByteArray());
  }

  private static List<OpsetImport> opsets(List<OperatorSetIdProto> protos) {
    return protos.stream().map(o -> new OpsetImport(o.getDomain(), o.getVersion())).toList();
  }

  private static Map<String, String> metadata(List<StringStringEntryProto> entries) {
    Map<String, String> metadata = new LinkedHashMap<>();
    entries.forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
    return metadata;
  }

  private Graph graph(GraphProto proto) {
    return new Graph(
        proto.getName(),
        proto.getNodeList().stream().map(this::node).toList(),
        initializers(proto),
        proto.getSparseInitializerList().stream().map(this::sparse).toList(),
        proto.getInputList().stream().map(TypeDecoder::valueInfo).toList(),
        proto.getOutputList().stream().map(TypeDecoder::valueInfo).toList(),
        proto.getValueInfoList().stream().map(TypeDecoder::valueInfo).toList(),
        proto.getDocString(),
        metadata(proto.getMetadataPropsList()),
        extras(proto));
  }

  private Map<String, TensorData> initializers(GraphProto proto) {
    Map<String, TensorData> initializers = new LinkedHashMap<>();
    for (TensorProto tensor : proto.getInitializerList()) {
      if (initializers.put(tensor.getName(), tensors.decode(tensor)) != null) {
        throw new VernierException(
            "initializer '" + tensor.getName() + "' is given twice; names must be unique");
      }
    }
    return initializers;
  }

  private static Extras extras(GraphProto proto) {
    return Extras.of(
        proto.toBuilder()
            .clearNode()
            .clearName()
            .clearInitializer()
            .clearDocString()
            .clearInput()
            .clearOutput()
            .clearValueInfo()
            .clearSparseInitializer()
            .clearMetadataProps()
            .build()
            .toByteArray());
  }

  private SparseTensor sparse(SparseTensorProto proto) {
    return new SparseTensor(
        tensors.decode(proto.getValues()),
        tensors.decode(proto.getIndices()),
        proto.getDimsList().stream().mapToLong(Long::longValue).toArray(),
        Extras.of(
            proto.toBuilder().clearValues().clearIndices().clearDims().build().toByteArray()));
  }

  private Node node(NodeProto proto) {
    return new Node(
        proto.getName(),
        proto.getOpType(),
        proto.getDomain(),
        List.copyOf(proto.getInputList()),
        List.copyOf(proto.getOutputList()),
        attributes(proto.getAttributeList()),
        proto.getDocString(),
        Extras.of(
            proto.toBuilder()
                .clearName()
                .clearOpType()
                .clearDomain()
                .clearInput()
                .clearOutput()
                .clearAttribute()
                .clearDocString()
                .build()
                .toByteArray()));
  }

  private Map<String, Attribute> attributes(List<AttributeProto> protos) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (AttributeProto proto : protos) {
      if (attributes.put(proto.getName(), attribute(proto)) != null) {
        throw new VernierException("attribute '" + proto.getName() + "' is given twice");
      }
    }
    return attributes;
  }

  private Attribute attribute(AttributeProto proto) {
    if (!proto.getRefAttrName().isEmpty()) {
      return new Attribute.Reference(proto.getRefAttrName(), proto.getType().getNumber());
    }
    return switch (AttributeTypes.of(proto)) {
      case FLOAT -> new Attribute.FloatValue(proto.getF());
      case INT -> new Attribute.IntValue(proto.getI());
      case STRING -> new Attribute.StringValue(proto.getS().toByteArray());
      case TENSOR -> new Attribute.TensorValue(tensors.decode(proto.getT()));
      case GRAPH -> new Attribute.GraphValue(graph(proto.getG()));
      case SPARSE_TENSOR -> new Attribute.SparseValue(sparse(proto.getSparseTensor()));
      case TYPE_PROTO -> new Attribute.TypeValue(TypeDecoder.type(proto.getTp()));
      default -> listAttribute(proto);
    };
  }

  private Attribute listAttribute(AttributeProto proto) {
    return switch (AttributeTypes.of(proto)) {
      case FLOATS -> floats(proto);
      case INTS ->
          new Attribute.Ints(proto.getIntsList().stream().mapToLong(Long::longValue).toArray());
      case STRINGS ->
          new Attribute.Strings(
              proto.getStringsList().stream()
                  .map(s -> new Attribute.StringValue(s.toByteArray()))
                  .toList());
      case TENSORS ->
          new Attribute.Tensors(proto.getTensorsList().stream().map(tensors::decode).toList());
      case GRAPHS -> new Attribute.Graphs(proto.getGraphsList().stream().map(this::graph).toList());
      case SPARSE_TENSORS ->
          new Attribute.Sparses(proto.getSparseTensorsList().stream().map(this::sparse).toList());
      case TYPE_PROTOS ->
          new Attribute.Types(proto.getTypeProtosList().stream().map(TypeDecoder::type).toList());
      default ->
          throw new VernierException(
              "attribute '" + proto.getName() + "' has neither a type nor a value");
    };
  }

  private static Attribute floats(AttributeProto proto) {
    float[] values = new float[proto.getFloatsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = proto.getFloats(i);
    }
    return new Attribute.Floats(values);
  }

  private FunctionDef function(FunctionProto proto) {
    return new FunctionDef(
        proto.getDomain(),
        proto.getName(),
        proto.getOverload(),
        List.copyOf(proto.getInputList()),
        List.copyOf(proto.getOutputList()),
        List.copyOf(proto.getAttributeList()),
        attributes(proto.getAttributeProtoList()),
        proto.getNodeList().stream().map(this::node).toList(),
        opsets(proto.getOpsetImportList()),
        proto.getValueInfoList().stream().map(TypeDecoder::valueInfo).toList(),
        proto.getDocString(),
        metadata(proto.getMetadataPropsList()),
        Extras.of(proto.getUnknownFields().toByteArray()));
  }
}
