package dev.vernier.onnx.io;

import com.google.protobuf.ByteString;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.SparseTensor;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.proto.OnnxProto.MapProto;
import dev.vernier.onnx.proto.OnnxProto.OptionalProto;
import dev.vernier.onnx.proto.OnnxProto.SequenceProto;
import dev.vernier.onnx.proto.OnnxProto.SparseTensorProto;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import java.util.ArrayList;
import java.util.List;

/** Turns messages of recorded values into values. */
final class ValueDecoder {
  /** Codes of what sequences and optionals hold. */
  private static final int TENSOR = 1;

  private static final int SPARSE_TENSOR = 2;
  private static final int SEQUENCE = 3;
  private static final int MAP = 4;
  private static final int OPTIONAL = 5;

  private final TensorDecoder tensors;

  ValueDecoder(TensorDecoder tensors) {
    this.tensors = tensors;
  }

  TensorData tensor(TensorProto proto) {
    return tensors.decode(proto);
  }

  SparseTensor sparse(SparseTensorProto proto) {
    return new SparseTensor(
        tensors.decode(proto.getValues()),
        tensors.decode(proto.getIndices()),
        proto.getDimsList().stream().mapToLong(Long::longValue).toArray(),
        Extras.NONE);
  }

  Value sequence(SequenceProto proto) {
    List<Value> elements = new ArrayList<>();
    proto.getTensorValuesList().forEach(t -> elements.add(new Value.TensorValue(tensor(t))));
    proto.getSparseTensorValuesList().forEach(t -> elements.add(new Value.SparseValue(sparse(t))));
    proto.getSequenceValuesList().forEach(s -> elements.add(sequence(s)));
    proto.getMapValuesList().forEach(m -> elements.add(map(m)));
    proto.getOptionalValuesList().forEach(o -> elements.add(optional(o)));
    return new Value.SequenceValue(proto.getName(), elements);
  }

  Value map(MapProto proto) {
    long n = proto.getKeysCount();
    TensorData keys =
        proto.getKeyType() == DataType.STRING.code()
            ? TensorData.ofStringBytes(
                "keys",
                new long[] {proto.getStringKeysCount()},
                proto.getStringKeysList().stream().map(ByteString::toByteArray).toList())
            : TensorData.ofInt64s(
                "keys",
                new long[] {n},
                proto.getKeysList().stream().mapToLong(Long::longValue).toArray());
    List<Value> values = ((Value.SequenceValue) sequence(proto.getValues())).elements();
    if (values.size() != keys.elementCount()) {
      throw new VernierException(
          "map '"
              + proto.getName()
              + "': "
              + keys.elementCount()
              + " keys, "
              + values.size()
              + " values");
    }
    return new Value.MapValue(proto.getName(), keys, values);
  }

  Value optional(OptionalProto proto) {
    return new Value.OptionalValue(
        proto.getName(),
        switch (proto.getElemType()) {
          case TENSOR ->
              proto.hasTensorValue() ? new Value.TensorValue(tensor(proto.getTensorValue())) : null;
          case SPARSE_TENSOR ->
              proto.hasSparseTensorValue()
                  ? new Value.SparseValue(sparse(proto.getSparseTensorValue()))
                  : null;
          case SEQUENCE -> proto.hasSequenceValue() ? sequence(proto.getSequenceValue()) : null;
          case MAP -> proto.hasMapValue() ? map(proto.getMapValue()) : null;
          case OPTIONAL -> proto.hasOptionalValue() ? optional(proto.getOptionalValue()) : null;
          default -> null;
        });
  }
}
