package dev.vernier.onnx.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Models;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.proto.OnnxProto.GraphProto;
import dev.vernier.onnx.proto.OnnxProto.ModelProto;
import dev.vernier.onnx.proto.OnnxProto.OperatorSetIdProto;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every element type in every form in which a file may hold it. */
class TensorFormsTest {
  private static final long[] DIMS = {3, 5};

  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource(names = "UNDEFINED", mode = Mode.EXCLUDE)
  void typedRawAndExternalFormsAreTheSame(DataType type) {
    byte[] raw = new byte[(int) type.byteSize(15)];
    new Random(type.code()).nextBytes(raw);
    if (type == DataType.BOOL) {
      for (int i = 0; i < raw.length; i++) {
        raw[i] &= 1;
      }
    }
    TensorProto.Builder typed = header(type);
    TensorData expected = fill(typed, type, raw);
    TensorData fromTyped = read(typed).graph().initializers().get("t");
    assertThat(fromTyped).isEqualTo(expected);
    if (type != DataType.STRING) {
      OnnxModel fromRaw = read(header(type).setRawData(ByteString.copyFrom(raw)));
      assertThat(fromRaw.graph().initializers().get("t")).isEqualTo(expected);
      assertThat(ModelDigest.sha256(fromRaw)).isEqualTo(ModelDigest.sha256(read(typed)));
    }
    OnnxModel model = Models.holding(expected);
    Path file = temp.resolve("m.onnx");
    OnnxWriter.write(model, file, new WriteOptions(0, 0));
    assertThat(OnnxReader.read(file).withBaseDir(null)).isEqualTo(model);
  }

  private static TensorProto.Builder header(DataType type) {
    return TensorProto.newBuilder().setName("t").addDims(3).addDims(5).setDataType(type.code());
  }

  private static TensorData fill(TensorProto.Builder typed, DataType type, byte[] raw) {
    ByteBuffer in = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    if (type == DataType.STRING) {
      List<byte[]> strings = new java.util.ArrayList<>();
      for (int i = 0; i < 15; i++) {
        strings.add(("text " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        typed.addStringData(ByteString.copyFrom(strings.get(i)));
      }
      return TensorData.ofStringBytes("t", DIMS, strings);
    }
    if (type.bits() == 6) {
      addSixBits(typed, raw);
      in.position(in.limit());
    }
    while (in.hasRemaining()) {
      switch (type) {
        case FLOAT, COMPLEX64 -> typed.addFloatData(in.getFloat());
        case DOUBLE, COMPLEX128 -> typed.addDoubleData(in.getDouble());
        case INT64 -> typed.addInt64Data(in.getLong());
        case UINT64 -> typed.addUint64Data(in.getLong());
        case UINT32 -> typed.addUint64Data(Integer.toUnsignedLong(in.getInt()));
        case INT32 -> typed.addInt32Data(in.getInt());
        case INT16 -> typed.addInt32Data(in.getShort());
        case UINT16, FLOAT16, BFLOAT16 -> typed.addInt32Data(in.getShort() & 0xffff);
        case INT8 -> typed.addInt32Data(in.get());
        default -> typed.addInt32Data(in.get() & 0xff);
      }
    }
    return TensorData.of("t", type, DIMS, raw);
  }

  /** Four elements in three bytes, the first at the lowest bits; typed, an entry an element. */
  private static void addSixBits(TensorProto.Builder typed, byte[] raw) {
    raw[raw.length - 1] &= 0x03;
    for (int i = 0; i < 15; i++) {
      int bits = 0;
      for (int b = 0; b < 6; b++) {
        int at = 6 * i + b;
        bits |= (raw[at / 8] >> at % 8 & 1) << b;
      }
      typed.addInt32Data(bits);
    }
  }

  private static OnnxModel read(TensorProto.Builder tensor) {
    return OnnxReader.read(
        ModelProto.newBuilder()
            .setIrVersion(10)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(GraphProto.newBuilder().setName("g").addInitializer(tensor))
            .build()
            .toByteArray());
  }
}
