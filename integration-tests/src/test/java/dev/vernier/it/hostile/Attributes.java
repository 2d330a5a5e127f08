package dev.vernier.it.hostile;

import com.google.protobuf.ByteString;
import dev.vernier.engine.Signature;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.proto.OnnxProto.AttributeProto;
import dev.vernier.onnx.proto.OnnxProto.GraphProto;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Attributes of the kind that an operator has, with values that may be absurd. */
final class Attributes {
  private final SplittableRandom random;

  Attributes(SplittableRandom random) {
    this.random = random;
  }

  /** One of the operator's attributes; null if it has none that can be made. */
  AttributeProto any(Signature signature) {
    List<Map.Entry<String, Character>> all = List.copyOf(signature.attributes().entrySet());
    if (all.isEmpty()) {
      return null;
    }
    Map.Entry<String, Character> chosen = all.get(random.nextInt(all.size()));
    char kind = random.nextInt(30) == 0 ? "ifstIFS".charAt(random.nextInt(7)) : chosen.getValue();
    return make(chosen.getKey(), kind);
  }

  /** An attribute of a kind by its letter in {@link Signature}. */
  AttributeProto make(String name, char kind) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    switch (kind) {
      case 'i' -> attribute.setType(AttributeProto.AttributeType.INT).setI(integer(name));
      case 'f' -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF(Absurd.number(random));
      case 's' ->
          attribute
              .setType(AttributeProto.AttributeType.STRING)
              .setS(ByteString.copyFromUtf8(Absurd.word(random)));
      case 't' -> attribute.setType(AttributeProto.AttributeType.TENSOR).setT(tensor(random));
      case 'g' ->
          attribute
              .setType(AttributeProto.AttributeType.GRAPH)
              .setG(GraphProto.newBuilder().setName("g"));
      case 'I' -> {
        attribute.setType(AttributeProto.AttributeType.INTS);
        for (long value : Absurd.integers(random)) {
          attribute.addInts(value);
        }
      }
      case 'F' -> {
        attribute.setType(AttributeProto.AttributeType.FLOATS);
        for (int n = random.nextInt(6); n > 0; n--) {
          attribute.addFloats(Absurd.number(random));
        }
      }
      case 'S' -> {
        attribute.setType(AttributeProto.AttributeType.STRINGS);
        for (int n = random.nextInt(6); n > 0; n--) {
          attribute.addStrings(ByteString.copyFromUtf8(Absurd.word(random)));
        }
      }
      default -> {
        return null;
      }
    }
    return attribute.build();
  }

  private long integer(String name) {
    boolean type = name.equals("to") || name.endsWith("dtype");
    return type && random.nextInt(5) > 0 ? random.nextInt(30) : Absurd.integer(random);
  }

  static TensorProto tensor(SplittableRandom random) {
    DataType type = random.nextBoolean() ? DataType.FLOAT : Absurd.type(random);
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.code());
    long count = 1;
    for (long dim : Absurd.smallDims(random)) {
      tensor.addDims(dim);
      count *= dim;
    }
    return type.bits() == 0
        ? tensor.build()
        : tensor.setRawData(ByteString.copyFrom(Content.raw(type, count, random))).build();
  }
}
