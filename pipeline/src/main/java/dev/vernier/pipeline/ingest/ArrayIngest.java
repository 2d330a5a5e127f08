package dev.vernier.pipeline.ingest;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.ParquetRowWriter.ColumnType;
import dev.vernier.pipeline.data.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Array files whose first axis counts samples: NPY, NPZ (one column an array) and IDX, also
 * compressed with gzip. The elements of a sample become raw little-endian bytes in a binary column;
 * an array of one number a sample becomes a number column.
 */
public final class ArrayIngest {
  private ArrayIngest() {}

  /** An NPY file, with the labels of another if given. */
  public static IngestReport npy(Path file, Optional<Path> labels, Path out, Every selection) {
    if (file.toString().endsWith(".npz")) {
      Map<String, NumberArray> arrays = new LinkedHashMap<>(NpyFile.readZip(file));
      labels.ifPresent(l -> arrays.put("label", NpyFile.read(l)));
      return write(file, arrays, out, selection);
    }
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    arrays.put("x", NpyFile.read(file));
    labels.ifPresent(l -> arrays.put("label", NpyFile.read(l)));
    return write(file, arrays, out, selection);
  }

  /** An IDX file, with the labels of another if given. */
  public static IngestReport idx(Path file, Optional<Path> labels, Path out, Every selection) {
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    arrays.put("x", IdxFile.read(file));
    labels.ifPresent(l -> arrays.put("label", IdxFile.read(l)));
    return write(file, arrays, out, selection);
  }

  private static IngestReport write(
      Path file, Map<String, NumberArray> arrays, Path out, Every selection) {
    int samples = samples(file, arrays);
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    arrays.forEach((name, array) -> columns.put(name, type(array)));
    columns.put("index", ColumnType.INT);
    try (Sink sink = new Sink(out, columns, selection)) {
      for (int i = 0; i < samples; i++) {
        int index = i;
        sink.add("sample " + i, () -> row(arrays, index));
      }
      return sink.commit();
    }
  }

  private static int samples(Path file, Map<String, NumberArray> arrays) {
    int samples = -1;
    for (Map.Entry<String, NumberArray> array : arrays.entrySet()) {
      if (samples >= 0 && array.getValue().samples() != samples) {
        throw new VernierException(
            file
                + ": array '"
                + array.getKey()
                + "' has "
                + array.getValue().samples()
                + " samples, the first has "
                + samples);
      }
      samples = array.getValue().samples();
    }
    return samples;
  }

  private static ColumnType type(NumberArray array) {
    if (array.elementsPerSample() > 1) {
      return ColumnType.BINARY;
    }
    return array.floating() ? ColumnType.DOUBLE : ColumnType.LONG;
  }

  private static Row row(Map<String, NumberArray> arrays, int index) {
    Map<String, Object> values = new LinkedHashMap<>();
    arrays.forEach((name, array) -> values.put(name, array.sample(index)));
    values.put("index", index);
    return new Row(values);
  }

  static byte[] content(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      boolean gzip = bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
      return gzip ? gunzip(bytes) : bytes;
    } catch (IOException e) {
      throw new VernierException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static byte[] gunzip(byte[] bytes) throws IOException {
    try (java.util.zip.GZIPInputStream in =
        new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }
}
