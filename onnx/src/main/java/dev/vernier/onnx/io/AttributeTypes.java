package dev.vernier.onnx.io;

import dev.vernier.onnx.proto.OnnxProto.AttributeProto;
import dev.vernier.onnx.proto.OnnxProto.AttributeProto.AttributeType;

/** The type of an attribute, which old files leave to be guessed from the field that is set. */
final class AttributeTypes {
  private AttributeTypes() {}

  static AttributeType of(AttributeProto proto) {
    if (proto.getType() != AttributeType.UNDEFINED) {
      return proto.getType();
    }
    return proto.hasF()
        ? AttributeType.FLOAT
        : proto.hasI()
            ? AttributeType.INT
            : proto.hasS() ? AttributeType.STRING : messageOrList(proto);
  }

  private static AttributeType messageOrList(AttributeProto proto) {
    if (proto.hasT()) {
      return AttributeType.TENSOR;
    }
    if (proto.hasG()) {
      return AttributeType.GRAPH;
    }
    if (proto.getFloatsCount() > 0) {
      return AttributeType.FLOATS;
    }
    if (proto.getIntsCount() > 0) {
      return AttributeType.INTS;
    }
    if (proto.getStringsCount() > 0) {
      return AttributeType.STRINGS;
    }
    if (proto.getTensorsCount() > 0) {
      return AttributeType.TENSORS;
    }
    return proto.getGraphsCount() > 0 ? AttributeType.GRAPHS : AttributeType.UNDEFINED;
  }
}
