package dev.vernier.onnx.io;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.ValueType.Kind;
import dev.vernier.onnx.proto.OnnxProto.TensorShapeProto;
import dev.vernier.onnx.proto.OnnxProto.TypeProto;
import dev.vernier.onnx.proto.OnnxProto.ValueInfoProto;
import java.util.List;

/** Turns type messages into types. */
final class TypeDecoder {
  private TypeDecoder() {}

  static ValueInfo valueInfo(ValueInfoProto proto) {
    Extras extras =
        Extras.of(proto.toBuilder().clearName().clearType().clearDocString().build().toByteArray());
    return new ValueInfo(proto.getName(), type(proto.getType()), proto.getDocString(), extras);
  }

  static ValueType type(TypeProto proto) {
    return switch (proto.getValueCase()) {
      case TENSOR_TYPE ->
          type(
              proto,
              Kind.TENSOR,
              proto.getTensorType().getElemType(),
              proto.getTensorType().hasShape() ? proto.getTensorType().getShape() : null,
              null);
      case SPARSE_TENSOR_TYPE ->
          type(
              proto,
              Kind.SPARSE_TENSOR,
              proto.getSparseTensorType().getElemType(),
              proto.getSparseTensorType().hasShape()
                  ? proto.getSparseTensorType().getShape()
                  : null,
              null);
      case SEQUENCE_TYPE ->
          type(proto, Kind.SEQUENCE, 0, null, proto.getSequenceType().getElemType());
      case OPTIONAL_TYPE ->
          type(proto, Kind.OPTIONAL, 0, null, proto.getOptionalType().getElemType());
      case MAP_TYPE ->
          type(
              proto,
              Kind.MAP,
              proto.getMapType().getKeyType(),
              null,
              proto.getMapType().getValueType());
      case OPAQUE_TYPE -> type(proto, Kind.OPAQUE, 0, null, null);
      case VALUE_NOT_SET -> type(proto, Kind.UNKNOWN, 0, null, null);
    };
  }

  private static ValueType type(
      TypeProto proto, Kind kind, int elementType, TensorShapeProto shape, TypeProto element) {
    return new ValueType(
        kind,
        DataType.of(elementType),
        shape == null ? null : dims(shape),
        element == null ? null : type(element),
        proto.getDenotation(),
        extras(proto));
  }

  private static List<Dim> dims(TensorShapeProto shape) {
    return shape.getDimList().stream().map(TypeDecoder::dim).toList();
  }

  private static Dim dim(TensorShapeProto.Dimension dim) {
    if (dim.hasDimValue() && dim.getDimValue() >= 0) {
      return Dim.of(dim.getDimValue());
    }
    return dim.hasDimParam() && !dim.getDimParam().isEmpty()
        ? Dim.symbolic(dim.getDimParam())
        : Dim.UNKNOWN;
  }

  private static Extras extras(TypeProto proto) {
    TypeProto.Builder rest = proto.toBuilder().clearDenotation();
    if (!proto.hasOpaqueType()) {
      rest.clearValue();
    }
    return Extras.of(rest.build().toByteArray());
  }
}
