package dev.vernier.onnx.io;

import com.google.protobuf.ByteString;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Turns tensor messages into tensors: raw, typed and external content of every element type. */
final class TensorDecoder {
  private final ExternalData external;

  TensorDecoder(ExternalData external) {
    this.external = external;
  }

  TensorData decode(TensorProto proto) {
    if (!DataType.isKnown(proto.getDataType())) {
      throw new VernierException(
          "tensor '"
              + proto.getName()
              + "': element type "
              + proto.getDataType()
              + " is not one of ONNX; the model is damaged or newer than this version of Vernier");
    }
    if (proto.hasSegment()) {
      throw new VernierException(
          "tensor '"
              + proto.getName()
              + "' is stored in segments, which is not supported; save the model with whole"
              + " tensors");
    }
    return content(proto, DataType.of(proto.getDataType())).withExtras(extras(proto));
  }

  private TensorData content(TensorProto proto, DataType type) {
    long[] dims = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      return external.read(proto, type, dims);
    }
    if (type == DataType.STRING) {
      return TensorData.ofStringBytes(
          proto.getName(),
          dims,
          proto.getStringDataList().stream().map(ByteString::toByteArray).toList());
    }
    ByteBuffer raw =
        proto.hasRawData() && (!proto.getRawData().isEmpty() || typedCount(proto) == 0)
            ? proto.getRawData().asReadOnlyByteBuffer()
            : typed(proto, type);
    return TensorData.ofSegments(proto.getName(), type, dims, List.of(raw));
  }

  private static int typedCount(TensorProto proto) {
    return proto.getFloatDataCount()
        + proto.getInt32DataCount()
        + proto.getInt64DataCount()
        + proto.getDoubleDataCount()
        + proto.getUint64DataCount();
  }

  /** The typed field of the element type as raw content; the format says which field that is. */
  private static ByteBuffer typed(TensorProto proto, DataType type) {
    return switch (type) {
      case FLOAT, COMPLEX64 -> floats(proto);
      case DOUBLE, COMPLEX128 -> doubles(proto);
      case INT64 -> int64s(proto);
      case UINT64 -> uint64s(proto, Long.BYTES);
      case UINT32 -> uint64s(proto, Integer.BYTES);
      case INT32 -> int32s(proto, Integer.BYTES);
      case INT16, UINT16, FLOAT16, BFLOAT16 -> int32s(proto, Short.BYTES);
      // Types below eight bits are packed: each entry holds one byte of raw content.
      case INT8,
          UINT8,
          BOOL,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          FLOAT8E8M0,
          INT4,
          UINT4,
          FLOAT4E2M1,
          INT2,
          UINT2 ->
          int32s(proto, Byte.BYTES);
      // Alone of the packed types these have an entry an element.
      case FLOAT6E2M3, FLOAT6E3M2 -> packed(proto, type);
      case UNDEFINED, STRING -> ByteBuffer.allocate(0);
    };
  }

  private static ByteBuffer floats(TensorProto proto) {
    ByteBuffer raw = allocate(proto, proto.getFloatDataCount(), Float.BYTES);
    for (int i = 0; i < proto.getFloatDataCount(); i++) {
      raw.putFloat(proto.getFloatData(i));
    }
    return raw.flip();
  }

  private static ByteBuffer doubles(TensorProto proto) {
    ByteBuffer raw = allocate(proto, proto.getDoubleDataCount(), Double.BYTES);
    for (int i = 0; i < proto.getDoubleDataCount(); i++) {
      raw.putDouble(proto.getDoubleData(i));
    }
    return raw.flip();
  }

  private static ByteBuffer int64s(TensorProto proto) {
    ByteBuffer raw = allocate(proto, proto.getInt64DataCount(), Long.BYTES);
    for (int i = 0; i < proto.getInt64DataCount(); i++) {
      raw.putLong(proto.getInt64Data(i));
    }
    return raw.flip();
  }

  private static ByteBuffer uint64s(TensorProto proto, int size) {
    ByteBuffer raw = allocate(proto, proto.getUint64DataCount(), size);
    for (int i = 0; i < proto.getUint64DataCount(); i++) {
      put(raw, size, proto.getUint64Data(i));
    }
    return raw.flip();
  }

  private static ByteBuffer int32s(TensorProto proto, int size) {
    ByteBuffer raw = allocate(proto, proto.getInt32DataCount(), size);
    for (int i = 0; i < proto.getInt32DataCount(); i++) {
      put(raw, size, proto.getInt32Data(i));
    }
    return raw.flip();
  }

  private static ByteBuffer packed(TensorProto proto, DataType type) {
    int[] codes = proto.getInt32DataList().stream().mapToInt(Integer::intValue).toArray();
    return ByteBuffer.wrap(TensorData.pack(type, codes));
  }

  private static void put(ByteBuffer raw, int size, long value) {
    switch (size) {
      case Long.BYTES -> raw.putLong(value);
      case Integer.BYTES -> raw.putInt((int) value);
      case Short.BYTES -> raw.putShort((short) value);
      default -> raw.put((byte) value);
    }
  }

  private static ByteBuffer allocate(TensorProto proto, int count, int size) {
    long bytes = (long) count * size;
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new VernierException("tensor '" + proto.getName() + "': " + bytes + " bytes inside");
    }
    return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Extras extras(TensorProto proto) {
    if (!proto.hasDocString()
        && proto.getMetadataPropsCount() == 0
        && proto.getUnknownFields().getSerializedSize() == 0) {
      return Extras.NONE;
    }
    return Extras.of(
        TensorProto.newBuilder()
            .mergeFrom(proto.toBuilder().clearRawData().build())
            .clearDims()
            .clearDataType()
            .clearFloatData()
            .clearInt32Data()
            .clearStringData()
            .clearInt64Data()
            .clearName()
            .clearDoubleData()
            .clearUint64Data()
            .clearExternalData()
            .clearDataLocation()
            .build()
            .toByteArray());
  }
}
