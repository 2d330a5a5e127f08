package dev.vernier.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Extras;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.TensorReader;
import dev.vernier.onnx.proto.OnnxProto.OptionalProto;
import dev.vernier.onnx.proto.OnnxProto.SequenceProto;
import dev.vernier.onnx.proto.OnnxProto.SparseTensorProto;
import dev.vernier.onnx.proto.OnnxProto.StringStringEntryProto;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Recorded values, changed in their fields or damaged in their bytes: each is read, or refused with
 * words. More of them with {@code -Dvernier.fuzz.tensors=N}, from {@code
 * -Dvernier.fuzz.first=SEED}.
 */
class HostileTensorsTest {
  private enum Outcome {
    READ,
    REFUSED
  }

  @TempDir private Path folder;

  @Test
  void everyValueIsReadOrRefused() throws IOException {
    System.setProperty("vernier.memory.limit", Long.toString(32L << 20));
    try {
      Files.write(folder.resolve("data.bin"), new byte[256]);
      long first = Long.getLong("vernier.fuzz.first", 1);
      long count = Long.getLong("vernier.fuzz.tensors", 20_000);
      Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
      List<String> violations = new ArrayList<>();
      for (long n = first; n < first + count && violations.size() < 5; n++) {
        tryOne(n, outcomes, violations);
      }
      LoggerFactory.getLogger(HostileTensorsTest.class).info("{} recorded values", outcomes);
      assertThat(violations).isEmpty();
      assertThat(outcomes).hasSize(2);
    } finally {
      System.clearProperty("vernier.memory.limit");
    }
  }

  private void tryOne(long number, Map<Outcome, Integer> outcomes, List<String> violations)
      throws IOException {
    SplittableRandom random = new SplittableRandom(number);
    Path file = folder.resolve("value.pb");
    ValueType type = recorded(random, file);
    try {
      outcomes.merge(outcome(file, type), 1, Integer::sum);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      String where = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
      violations.add("value " + number + " of " + type + ": " + e + where);
    }
  }

  private static Outcome outcome(Path file, ValueType type) {
    try {
      if (type.kind() == ValueType.Kind.TENSOR) {
        TensorData data = TensorReader.readTensorProto(file);
        Tensor tensor = Tensor.from(data);
        for (int i = 0; i < Math.min(64, tensor.size()); i++) {
          if (tensor.type() != DataType.STRING) {
            tensor.doubleAt(i);
          }
        }
      } else {
        TensorReader.readValue(file, type);
      }
      return Outcome.READ;
    } catch (VernierException | IllegalArgumentException e) {
      boolean says = e.getMessage() != null && !e.getMessage().isBlank();
      if (!says) {
        throw new IllegalStateException("refused without words", e);
      }
      return Outcome.REFUSED;
    }
  }

  private static ValueType recorded(SplittableRandom random, Path file) throws IOException {
    TensorProto.Builder tensor = tensor(random);
    int kind = random.nextInt(8);
    Message.Builder root = tensor;
    ValueType type = ValueType.tensor(DataType.FLOAT);
    if (kind == 0) {
      root = SequenceProto.newBuilder().setElemType(1).addTensorValues(tensor);
      type = holding(ValueType.Kind.SEQUENCE);
    } else if (kind == 1) {
      root = OptionalProto.newBuilder().setElemType(1).setTensorValue(tensor);
      type = holding(ValueType.Kind.OPTIONAL);
    } else if (kind == 2) {
      root = SparseTensorProto.newBuilder().setValues(tensor).setIndices(tensor(random)).addDims(9);
      type = holding(ValueType.Kind.SPARSE_TENSOR);
    }
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      List<Message.Builder> all = ProtoTree.of(root).all();
      new FieldMutator(random).mutate(all.get(random.nextInt(all.size())));
    }
    byte[] bytes = root.build().toByteArray();
    Files.write(file, random.nextInt(3) == 0 ? new ByteMutator(random).mutate(bytes) : bytes);
    return type;
  }

  private static ValueType holding(ValueType.Kind kind) {
    ValueType element = ValueType.tensor(DataType.FLOAT);
    return new ValueType(kind, DataType.FLOAT, null, element, "", Extras.NONE);
  }

  /** Content in raw bytes, in the field of its type or in another, or in a file beside. */
  private static TensorProto.Builder tensor(SplittableRandom random) {
    DataType[] types = DataType.values();
    DataType type = types[random.nextInt(types.length)];
    long[] dims = random.nextInt(6) == 0 ? Absurd.smallDims(random) : new long[] {2, 3};
    TensorProto.Builder tensor = TensorProto.newBuilder().setName("x").setDataType(type.code());
    for (long dim : dims) {
      tensor.addDims(random.nextInt(12) == 0 ? Absurd.integer(random) : dim);
    }
    switch (random.nextInt(7)) {
      case 0 -> tensor.addFloatData(1).addFloatData(Absurd.number(random));
      case 1 -> {
        for (int i = 0; i < 6; i++) {
          tensor.addInt32Data((int) Absurd.integer(random));
        }
      }
      case 2 -> {
        for (int i = 0; i < 6; i++) {
          tensor.addInt64Data(Absurd.integer(random));
        }
      }
      case 3 -> tensor.addDoubleData(2).addUint64Data(3).addStringData(ByteString.EMPTY);
      case 4 ->
          tensor
              .setDataLocation(TensorProto.DataLocation.EXTERNAL)
              .addExternalData(entry("location", "data.bin"))
              .addExternalData(entry("offset", "" + random.nextInt(300)))
              .addExternalData(entry("length", "" + random.nextInt(300)));
      default -> {
        boolean fits = type != DataType.STRING && type != DataType.UNDEFINED;
        byte[] raw =
            fits && random.nextInt(4) > 0
                ? Content.raw(type, 6, random)
                : new byte[random.nextInt(60)];
        tensor.setRawData(ByteString.copyFrom(raw));
      }
    }
    return tensor;
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
