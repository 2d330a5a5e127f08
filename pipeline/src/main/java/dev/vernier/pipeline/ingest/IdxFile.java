package dev.vernier.pipeline.ingest;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.ingest.NumberArray.Element;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The IDX format of the MNIST files: big-endian, type and rank in the first four bytes. */
final class IdxFile {
  private IdxFile() {}

  static NumberArray read(Path file) {
    byte[] bytes = ArrayIngest.content(file);
    if (bytes.length < 8 || bytes[0] != 0 || bytes[1] != 0 || bytes[3] < 1) {
      throw new VernierException(file + " is not an IDX file");
    }
    int rank = bytes[3];
    int start = 4 + 4 * rank;
    if (bytes.length < start) {
      throw new VernierException(file + ": the header of an IDX file is cut off");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = buffer.getInt(4 + 4 * i);
    }
    ByteBuffer data = buffer.position(start).slice().order(ByteOrder.BIG_ENDIAN);
    NumberArray array = new NumberArray(data, element(file, bytes[2]), dims);
    NpyFile.requireData(file.toString(), array);
    return array;
  }

  private static Element element(Path file, byte code) {
    return switch (code) {
      case 0x08 -> Element.UINT8;
      case 0x09 -> Element.INT8;
      case 0x0b -> Element.INT16;
      case 0x0c -> Element.INT32;
      case 0x0d -> Element.FLOAT32;
      case 0x0e -> Element.FLOAT64;
      default -> throw new VernierException(file + ": IDX element type " + code + " is not known");
    };
  }
}
