package dev.vernier.pipeline.repository;

import dev.vernier.onnx.VernierException;
import dev.vernier.stats.StateFamily;
import dev.vernier.stats.StateFormatException;
import dev.vernier.stats.StateSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;

/**
 * The states file: a row an entry, in canonical order. Everything that could change its bytes
 * without changing the states is pinned: no compression (a codec's output changes with its
 * version), no dictionary, fixed sizes, and metadata of content only.
 */
final class StatesParquet {
  private static final String TENSOR = "tensor";
  private static final String FOLD = "fold";
  private static final String FAMILY = "family";
  private static final String STATE = "state";

  private static final Schema SCHEMA =
      SchemaBuilder.record("State")
          .namespace("dev.vernier")
          .fields()
          .requiredString(TENSOR)
          .requiredInt(FOLD)
          .requiredInt(FAMILY)
          .requiredBytes(STATE)
          .endRecord();

  private static final long ROW_GROUP_BYTES = 64L << 20;
  private static final int PAGE_BYTES = 1 << 20;
  private static final int PAGE_ROWS = 1000;

  private StatesParquet() {}

  /**
   * Writes the file.
   *
   * @param raw where the file may be kept before its footer has got its form
   * @param path replaced if it is there
   */
  static void write(SavedStates saved, FileSystem files, Path raw, Path path) throws IOException {
    try (ParquetWriter<GenericRecord> writer = writer(saved, new PlainOutputFile(files, raw))) {
      for (StateSet.Entry entry : saved.states().entries()) {
        writer.write(row(entry));
      }
    }
    CanonicalFooter.copy(files, raw, path);
  }

  /** The settings come from here alone, none from the configuration of the cluster. */
  private static ParquetWriter<GenericRecord> writer(SavedStates saved, PlainOutputFile file)
      throws IOException {
    return AvroParquetWriter.<GenericRecord>builder(file)
        .withSchema(SCHEMA)
        .withDataModel(GenericData.get())
        .withConf(new Configuration(false))
        .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
        .withWriterVersion(WriterVersion.PARQUET_1_0)
        .withDictionaryEncoding(false)
        .withRowGroupSize(ROW_GROUP_BYTES)
        .withPageSize(PAGE_BYTES)
        .withPageRowCountLimit(PAGE_ROWS)
        .withPageWriteChecksumEnabled(true)
        .withExtraMetaData(StatesMetadata.of(saved))
        .build();
  }

  private static GenericRecord row(StateSet.Entry entry) {
    return new GenericRecordBuilder(SCHEMA)
        .set(TENSOR, entry.tensor())
        .set(FOLD, entry.fold())
        .set(FAMILY, entry.family().id())
        .set(STATE, ByteBuffer.wrap(entry.state().toBytes()))
        .build();
  }

  static SavedStates read(Path path, Configuration hadoop) {
    try {
      return read(HadoopInputFile.fromPath(path, hadoop));
    } catch (IOException | RuntimeException e) {
      throw new VernierException(
          path
              + ": cannot be read as saved states: "
              + rootMessage(e)
              + ". Restore the file or calibrate again",
          e);
    }
  }

  private static SavedStates read(InputFile file) throws IOException {
    StatesMetadata metadata = metadata(file);
    StateSet states = StateSet.of(entries(file), metadata.samples());
    SavedStates saved = metadata.with(states);
    String digest = StatesMetadata.contentDigest(saved);
    if (!digest.equals(metadata.contentDigest())) {
      throw new IllegalArgumentException(
          "expected content of SHA-256 " + metadata.contentDigest() + ", not " + digest);
    }
    return saved;
  }

  private static StatesMetadata metadata(InputFile file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(file, ParquetReadOptions.builder().build())) {
      return StatesMetadata.parse(reader.getFooter().getFileMetaData().getKeyValueMetaData());
    }
  }

  private static List<StateSet.Entry> entries(InputFile file) throws IOException {
    List<StateSet.Entry> entries = new ArrayList<>();
    try (ParquetReader<GenericRecord> reader = reader(file)) {
      for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
        entries.add(entry(row));
      }
    }
    return entries;
  }

  private static ParquetReader<GenericRecord> reader(InputFile file) throws IOException {
    return AvroParquetReader.<GenericRecord>builder(file)
        .withDataModel(GenericData.get())
        .withConf(new Configuration(false))
        .build();
  }

  private static StateSet.Entry entry(GenericRecord row) {
    String tensor = row.get(TENSOR).toString();
    int fold = (Integer) row.get(FOLD);
    ByteBuffer buffer = (ByteBuffer) row.get(STATE);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    try {
      StateFamily family = StateFamily.of((Integer) row.get(FAMILY));
      return new StateSet.Entry(tensor, fold, family, StateFamily.decode(bytes));
    } catch (StateFormatException e) {
      throw new StateFormatException(
          "tensor '%s', fold %d: %s".formatted(tensor, fold, e.getMessage()));
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
