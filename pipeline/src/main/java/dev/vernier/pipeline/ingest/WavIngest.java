package dev.vernier.pipeline.ingest;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.ParquetRowWriter.ColumnType;
import dev.vernier.pipeline.data.Row;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder of WAV files with an optional CSV of labels: columns audio (array of float from -1 to 1,
 * padded with silence or cut to one length), label and name. Channels are averaged.
 */
public final class WavIngest {
  private WavIngest() {}

  /** Writes every file of the wanted sample rate (0: any); the others are listed in the report. */
  public static IngestReport run(
      Path folder, Optional<Path> labelFile, int samples, int rate, Path out, Every selection) {
    if (samples < 1) {
      throw new VernierException("samples = " + samples + ": expected a length of at least 1");
    }
    Optional<Labels> labels = labelFile.map(Labels::read);
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    columns.put("audio", ColumnType.FLOATS);
    labels.ifPresent(l -> columns.put("label", ColumnType.INT));
    columns.put("name", ColumnType.TEXT);
    try (Sink sink = new Sink(out, columns, selection)) {
      for (Path file : FolderFiles.of(folder, Set.of("wav"))) {
        String name = FolderFiles.name(folder, file);
        sink.add(name, () -> row(file, name, labels, samples, rate));
      }
      return sink.commit();
    }
  }

  private static Row row(Path file, String name, Optional<Labels> labels, int samples, int rate)
      throws BadRowException {
    WavFile wav = WavFile.read(FolderFiles.read(file));
    if (rate > 0 && wav.rate() != rate) {
      throw new BadRowException("sample rate " + wav.rate() + " Hz, expected " + rate + " Hz");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("audio", Arrays.copyOf(wav.samples(), samples));
    values.put("name", name);
    if (labels.isPresent()) {
      values.put("label", labels.get().of(name));
    }
    return new Row(values);
  }
}
