package dev.vernier.pipeline.ingest;

import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.ParquetRowWriter.ColumnType;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.preprocess.ImageDecoder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A folder of images with an optional CSV of labels: columns image, label and name. */
public final class ImageIngest {
  private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp", "gif");

  private ImageIngest() {}

  /** Writes every image that decodes, as it is stored; the others are listed in the report. */
  public static IngestReport run(Path folder, Optional<Path> labelFile, Path out, Every selection) {
    Optional<Labels> labels = labelFile.map(Labels::read);
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    columns.put("image", ColumnType.BINARY);
    labels.ifPresent(l -> columns.put("label", ColumnType.INT));
    columns.put("name", ColumnType.TEXT);
    try (Sink sink = new Sink(out, columns, selection)) {
      for (Path file : FolderFiles.of(folder, EXTENSIONS)) {
        String name = FolderFiles.name(folder, file);
        sink.add(name, () -> row(file, name, labels));
      }
      return sink.commit();
    }
  }

  private static Row row(Path file, String name, Optional<Labels> labels) throws BadRowException {
    Map<String, Object> values = new LinkedHashMap<>();
    byte[] bytes = FolderFiles.read(file);
    ImageDecoder.check(bytes);
    values.put("image", bytes);
    values.put("name", name);
    if (labels.isPresent()) {
      values.put("label", labels.get().of(name));
    }
    return new Row(values);
  }
}
