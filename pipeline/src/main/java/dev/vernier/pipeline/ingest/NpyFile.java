package dev.vernier.pipeline.ingest;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.ingest.NumberArray.Element;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** NumPy's array format, versions 1 to 3, in C order. */
final class NpyFile {
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<>|=])([a-z])(\\d+)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");
  private static final int PREFIX = 8;

  private NpyFile() {}

  static NumberArray read(Path file) {
    return parse(file.toString(), ArrayIngest.content(file));
  }

  /** The arrays of an NPZ file by name, in the order of their names. */
  static Map<String, NumberArray> readZip(Path file) {
    Map<String, NumberArray> arrays = new TreeMap<>();
    byte[] bytes = ArrayIngest.content(file);
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replaceAll("\\.npy$", "");
        arrays.put(name, parse(file + ":" + name, zip.readAllBytes()));
      }
    } catch (IOException e) {
      throw new VernierException("cannot read " + file + ": " + e.getMessage(), e);
    }
    if (arrays.isEmpty()) {
      throw new VernierException(file + " holds no arrays: expected a NumPy .npz file");
    }
    return arrays;
  }

  private static NumberArray parse(String file, byte[] bytes) {
    boolean magic = bytes.length > 12 && (bytes[0] & 0xff) == 0x93 && bytes[1] == 'N';
    if (!magic) {
      throw new VernierException(file + " is not a NumPy .npy file");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean wide = bytes[6] >= 2;
    int length = wide ? buffer.getInt(PREFIX) : buffer.getShort(PREFIX) & 0xffff;
    int start = PREFIX + (wide ? 4 : 2);
    if (length < 0 || start + length > bytes.length) {
      throw new VernierException(file + ": the header of " + length + " bytes is cut off");
    }
    String header = new String(bytes, start, length, StandardCharsets.UTF_8);
    return array(file, header, buffer.position(start + length).slice());
  }

  private static NumberArray array(String file, String header, ByteBuffer data) {
    Matcher type = TYPE.matcher(header);
    Matcher fortran = FORTRAN.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !fortran.find() || !shape.find()) {
      throw new VernierException(file + ": cannot read the header " + header.strip());
    }
    if (fortran.group(1).equals("True")) {
      throw new VernierException(file + " is in Fortran order; save it with np.ascontiguousarray");
    }
    Element element = element(file, type.group(2) + type.group(3));
    int[] dims =
        Pattern.compile(",")
            .splitAsStream(shape.group(1))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    data.order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    NumberArray array = new NumberArray(data, element, dims);
    requireData(file, array);
    return array;
  }

  static void requireData(String file, NumberArray array) {
    long needed = (long) array.samples() * array.elementsPerSample() * array.element().bytes();
    if (array.data().remaining() < needed) {
      throw new VernierException(
          file + ": " + array.data().remaining() + " bytes of data, expected " + needed);
    }
  }

  private static Element element(String file, String code) {
    return switch (code) {
      case "f4" -> Element.FLOAT32;
      case "f8" -> Element.FLOAT64;
      case "i1" -> Element.INT8;
      case "u1" -> Element.UINT8;
      case "i2" -> Element.INT16;
      case "u2" -> Element.UINT16;
      case "i4" -> Element.INT32;
      case "u4" -> Element.UINT32;
      case "i8" -> Element.INT64;
      case "b1" -> Element.BOOL;
      default -> throw new VernierException(file + ": element type " + code + " is not supported");
    };
  }
}
