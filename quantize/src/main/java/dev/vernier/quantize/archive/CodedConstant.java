package dev.vernier.quantize.archive;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * One constant of an archive: its codes less their smallest, in as many bits as the largest
 * difference needs, entropy coded or, where that is shorter, packed plainly from the low bits up.
 */
final class CodedConstant {

  private static final int PLAIN = 0;
  private static final int RANGE_CODED = 1;

  private CodedConstant() {}

  static void write(DataOutputStream out, TensorData constant) throws IOException {
    long[] values = constant.longs();
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (long value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(high - low));
    int[] codes = new int[values.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (int) (values[i] - low);
    }
    out.writeUTF(constant.name());
    out.writeByte(constant.type().code());
    out.writeByte(constant.rank());
    for (long dim : constant.dims()) {
      out.writeLong(dim);
    }
    out.writeInt((int) low);
    out.writeByte(bits);
    byte[] coded = RangeCoder.encode(codes, bits);
    byte[] plain = plain(codes, bits);
    out.writeByte(coded.length < plain.length ? RANGE_CODED : PLAIN);
    PackedArchive.block(out, coded.length < plain.length ? coded : plain);
  }

  private static byte[] plain(int[] codes, int bits) {
    byte[] bytes = new byte[(int) (((long) codes.length * bits + 7) / 8)];
    for (int i = 0; i < codes.length; i++) {
      for (int b = 0; b < bits; b++) {
        long at = (long) i * bits + b;
        bytes[(int) (at / 8)] |= (byte) (((codes[i] >> b) & 1) << (at % 8));
      }
    }
    return bytes;
  }

  static TensorData read(DataInputStream in, int largestRank) throws IOException {
    String name = in.readUTF();
    int code = in.readUnsignedByte();
    int rank = in.readUnsignedByte();
    if (!DataType.isKnown(code) || !isPackable(DataType.of(code)) || rank > largestRank) {
      throw PackedArchive.damaged(
          "constant '" + name + "' of type " + code + " and " + rank + " axes");
    }
    long[] dims = new long[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = in.readLong();
    }
    int low = in.readInt();
    int bits = in.readUnsignedByte();
    int coding = in.readUnsignedByte();
    long count = TensorData.elementCount(name, dims);
    byte[] content = PackedArchive.block(in);
    if (bits < 1 || bits > 16 || coding > RANGE_CODED || count > Integer.MAX_VALUE / 8) {
      throw PackedArchive.damaged(
          "constant '" + name + "' of " + count + " codes of " + bits + " bits, coding " + coding);
    }
    if (coding == RANGE_CODED && count * bits > RangeCoder.mostDecisions(content.length)) {
      throw PackedArchive.damaged(
          "constant '" + name + "' of " + count + " codes in " + content.length + " bytes");
    }
    int[] codes =
        coding == RANGE_CODED
            ? RangeCoder.decode(content, (int) count, bits)
            : plain(name, content, (int) count, bits);
    long[] values = new long[codes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) codes[i] + low;
    }
    return TensorData.ofIntegers(name, DataType.of(code), dims, values);
  }

  private static boolean isPackable(DataType type) {
    return type.isInteger() && type.bits() <= 16;
  }

  private static int[] plain(String name, byte[] bytes, int count, int bits) {
    if (bytes.length != ((long) count * bits + 7) / 8) {
      throw PackedArchive.damaged("constant '" + name + "' has " + bytes.length + " bytes");
    }
    int[] codes = new int[count];
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < bits; b++) {
        long at = (long) i * bits + b;
        codes[i] |= ((bytes[(int) (at / 8)] >> (at % 8)) & 1) << b;
      }
    }
    return codes;
  }
}
