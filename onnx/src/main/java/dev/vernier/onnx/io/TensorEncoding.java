package dev.vernier.onnx.io;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;

/** How the content of tensors gets into messages: inside, beside or as a digest. */
interface TensorEncoding {
  TensorProto encode(TensorData tensor);

  /** Content inside the message: raw, or string_data for strings. */
  static TensorProto inline(TensorData tensor) {
    TensorProto.Builder proto = header(tensor);
    if (tensor.type() == DataType.STRING) {
      tensor.stringBytes().forEach(s -> proto.addStringData(UnsafeByteOperations.unsafeWrap(s)));
    } else {
      proto.setRawData(UnsafeByteOperations.unsafeWrap(tensor.bytes()));
    }
    return proto.build();
  }

  /** Everything but the content. */
  static TensorProto.Builder header(TensorData tensor) {
    TensorProto.Builder proto = TensorProto.newBuilder();
    merge(proto, tensor.extras());
    for (long dim : tensor.dims()) {
      proto.addDims(dim);
    }
    return proto.setDataType(tensor.type().code()).setName(tensor.name());
  }

  /** Adds fields that were kept in wire form. */
  static void merge(MessageLite.Builder builder, Extras extras) {
    if (extras.isEmpty()) {
      return;
    }
    try {
      builder.mergeFrom(ByteString.copyFrom(extras.toBytes()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("extras are not serialised fields", e);
    }
  }
}
