package dev.vernier.onnx.io;

import dev.vernier.onnx.Dim;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.proto.OnnxProto.TensorShapeProto;
import dev.vernier.onnx.proto.OnnxProto.TypeProto;
import dev.vernier.onnx.proto.OnnxProto.ValueInfoProto;

/** Turns types into messages. */
final class TypeEncoder {
  private TypeEncoder() {}

  static ValueInfoProto valueInfo(ValueInfo info) {
    ValueInfoProto.Builder proto = ValueInfoProto.newBuilder().setName(info.name());
    if (!info.type().equals(ValueType.UNKNOWN)) {
      proto.setType(type(info.type()));
    }
    if (!info.docString().isEmpty()) {
      proto.setDocString(info.docString());
    }
    TensorEncoding.merge(proto, info.extras());
    return proto.build();
  }

  static TypeProto type(ValueType type) {
    TypeProto.Builder proto = TypeProto.newBuilder();
    if (!type.denotation().isEmpty()) {
      proto.setDenotation(type.denotation());
    }
    switch (type.kind()) {
      case TENSOR -> proto.setTensorType(tensor(type));
      case SPARSE_TENSOR -> proto.setSparseTensorType(sparse(type));
      case SEQUENCE -> proto.getSequenceTypeBuilder().setElemType(type(type.element()));
      case OPTIONAL -> proto.getOptionalTypeBuilder().setElemType(type(type.element()));
      case MAP ->
          proto
              .getMapTypeBuilder()
              .setKeyType(type.elementType().code())
              .setValueType(type(type.element()));
      case OPAQUE, UNKNOWN -> {}
    }
    TensorEncoding.merge(proto, type.extras());
    return proto.build();
  }

  private static TypeProto.Tensor tensor(ValueType type) {
    TypeProto.Tensor.Builder proto = TypeProto.Tensor.newBuilder();
    proto.setElemType(type.elementType().code());
    return type.shape() == null ? proto.build() : proto.setShape(shape(type)).build();
  }

  private static TypeProto.SparseTensor sparse(ValueType type) {
    TypeProto.SparseTensor.Builder proto = TypeProto.SparseTensor.newBuilder();
    proto.setElemType(type.elementType().code());
    return type.shape() == null ? proto.build() : proto.setShape(shape(type)).build();
  }

  private static TensorShapeProto shape(ValueType type) {
    TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
    for (Dim dim : type.shape()) {
      TensorShapeProto.Dimension.Builder one = proto.addDimBuilder();
      if (dim.isKnown()) {
        one.setDimValue(dim.value());
      } else if (dim.symbol() != null) {
        one.setDimParam(dim.symbol());
      }
    }
    return proto.build();
  }
}
