package dev.vernier.pipeline.preprocess;

import dev.vernier.conf.InputConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A tensor's elements as raw little-endian bytes. */
final class BinaryInput implements InputReader {
  private final String column;
  private final DataType element;
  private final Filler filler;

  BinaryInput(String column, InputConfig config, InputShape shape, Normalization normalization) {
    this.column = column;
    this.element = config.elementType().map(BinaryInput::type).orElse(shape.type());
    this.filler = new Filler(config, shape, normalization);
    if (element.bits() < 8 || element == DataType.FLOAT16 || element == DataType.BFLOAT16) {
      throw new VernierException(
          "inputs." + shape.name() + ": cannot read " + element + " from bytes; set element-type");
    }
  }

  private static DataType type(String name) {
    return switch (name) {
      case "float32" -> DataType.FLOAT;
      case "float64" -> DataType.DOUBLE;
      default -> DataType.valueOf(name.toUpperCase(java.util.Locale.ROOT));
    };
  }

  @Override
  public Tensor read(Row row) throws BadRowException {
    Object value = row.value(column);
    if (!(value instanceof byte[] bytes)) {
      throw new BadRowException(
          "column '" + column + "' holds " + value.getClass().getSimpleName() + ", not bytes");
    }
    int size = element.bits() / 8;
    if (bytes.length % size != 0) {
      throw new BadRowException(
          "column '"
              + column
              + "': "
              + bytes.length
              + " bytes are no whole number of "
              + element
              + " elements of "
              + size
              + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return filler.fill(new Bytes(buffer, element, bytes.length / size));
  }

  private record Bytes(ByteBuffer bytes, DataType type, int length) implements Filler.Source {
    @Override
    public double doubleAt(int i) {
      return switch (type) {
        case FLOAT -> bytes.getFloat(4 * i);
        case DOUBLE -> bytes.getDouble(8 * i);
        default -> longAt(i);
      };
    }

    @Override
    public long longAt(int i) {
      return switch (type) {
        case INT8 -> bytes.get(i);
        case UINT8, BOOL -> bytes.get(i) & 0xff;
        case INT16 -> bytes.getShort(2 * i);
        case UINT16 -> bytes.getShort(2 * i) & 0xffff;
        case INT32 -> bytes.getInt(4 * i);
        case UINT32 -> bytes.getInt(4 * i) & 0xffffffffL;
        default -> bytes.getLong(8 * i);
      };
    }

    @Override
    public boolean integral() {
      return !type.isFloatingPoint();
    }
  }
}
