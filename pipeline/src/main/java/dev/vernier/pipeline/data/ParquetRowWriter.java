package dev.vernier.pipeline.data;

import dev.vernier.onnx.VernierException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Writes rows into one Parquet file of small row groups. The file appears under its name only when
 * {@link #commit} succeeded; closing without it leaves an earlier file as it was.
 */
public final class ParquetRowWriter implements Closeable {
  /** Rows of a row group: few enough that a run has shards to share out. */
  private static final int ROWS_PER_GROUP = 64;

  private static final long BYTES_PER_GROUP = 16L << 20;

  /** How a column is stored. */
  public enum ColumnType {
    /** byte[] without compression beyond the codec's. */
    BINARY,
    /** String as UTF-8. */
    TEXT,
    /** Number as 32-bit integer. */
    INT,
    /** Number as 64-bit integer. */
    LONG,
    /** Number as 64-bit float. */
    DOUBLE,
    /** float[]. */
    FLOATS,
    /** long[]. */
    LONGS
  }

  private final Path target;
  private final Path temporary;
  private final ParquetWriter<Row> writer;
  private long rows;
  private boolean closed;

  /** Opens a file for rows of these columns, in this order. */
  public ParquetRowWriter(Path target, Map<String, ColumnType> columns) {
    this(target, columns, ROWS_PER_GROUP);
  }

  /** Opens a file whose row groups hold at most {@code rowsPerGroup} rows. */
  public ParquetRowWriter(Path target, Map<String, ColumnType> columns, int rowsPerGroup) {
    this.target = target.toAbsolutePath();
    this.temporary = this.target.resolveSibling("." + target.getFileName() + ".tmp");
    try {
      Files.createDirectories(this.target.getParent());
      this.writer =
          new Builder(new LocalOutputFile(temporary), columns)
              .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
              .withDictionaryEncoding(false)
              .withRowGroupSize(BYTES_PER_GROUP)
              .withRowGroupRowCountLimit(rowsPerGroup)
              .withMinRowCountForPageSizeCheck(8)
              .withMaxRowCountForPageSizeCheck(64)
              .withPageRowCountLimit(rowsPerGroup)
              .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
              .build();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Appends a row; it must hold a value for every column. */
  public void write(Row row) {
    try {
      writer.write(row);
      rows++;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Rows written so far. */
  public long rows() {
    return rows;
  }

  /** Finishes the file and puts it in place. */
  public void commit() {
    try {
      closed = true;
      writer.close();
      Files.move(
          temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      writer.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private VernierException failure(IOException e) {
    return new VernierException("cannot write " + target + ": " + e, e);
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final Map<String, ColumnType> columns;

    Builder(OutputFile file, Map<String, ColumnType> columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // still abstract in the library
    protected WriteSupport<Row> getWriteSupport(Configuration conf) {
      return new RowWriteSupport(columns);
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(ParquetConfiguration conf) {
      return new RowWriteSupport(columns);
    }
  }

  private static final class RowWriteSupport extends WriteSupport<Row> {
    private final Map<String, ColumnType> columns;
    private RecordConsumer out;

    RowWriteSupport(Map<String, ColumnType> columns) {
      this.columns = columns;
    }

    @Override
    @SuppressWarnings("deprecation") // still abstract in the library
    public WriteContext init(Configuration conf) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration conf) {
      return context();
    }

    private WriteContext context() {
      List<Type> fields =
          columns.entrySet().stream().map(e -> type(e.getKey(), e.getValue())).toList();
      return new WriteContext(new MessageType("row", fields), Map.of());
    }

    private static Type type(String name, ColumnType type) {
      return switch (type) {
        case BINARY -> Types.required(PrimitiveTypeName.BINARY).named(name);
        case TEXT ->
            Types.required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
        case INT -> Types.required(PrimitiveTypeName.INT32).named(name);
        case LONG -> Types.required(PrimitiveTypeName.INT64).named(name);
        case DOUBLE -> Types.required(PrimitiveTypeName.DOUBLE).named(name);
        case FLOATS -> list(name, PrimitiveTypeName.FLOAT);
        case LONGS -> list(name, PrimitiveTypeName.INT64);
      };
    }

    private static Type list(String name, PrimitiveTypeName element) {
      return Types.requiredList().requiredElement(element).named(name);
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Row row) {
      out.startMessage();
      int index = 0;
      for (Map.Entry<String, ColumnType> column : columns.entrySet()) {
        out.startField(column.getKey(), index);
        value(column.getValue(), row.columns().get(column.getKey()));
        out.endField(column.getKey(), index++);
      }
      out.endMessage();
    }

    private void value(ColumnType type, Object value) {
      switch (type) {
        case BINARY -> out.addBinary(Binary.fromConstantByteArray((byte[]) value));
        case TEXT -> out.addBinary(Binary.fromString((String) value));
        case INT -> out.addInteger(((Number) value).intValue());
        case LONG -> out.addLong(((Number) value).longValue());
        case DOUBLE -> out.addDouble(((Number) value).doubleValue());
        case FLOATS, LONGS -> elements(value);
      }
    }

    private void elements(Object array) {
      int n = Numbers.length(array);
      out.startGroup();
      if (n > 0) {
        out.startField("list", 0);
        for (int i = 0; i < n; i++) {
          out.startGroup();
          out.startField("element", 0);
          element(array, i);
          out.endField("element", 0);
          out.endGroup();
        }
        out.endField("list", 0);
      }
      out.endGroup();
    }

    private void element(Object array, int i) {
      if (Numbers.isIntegral(array)) {
        out.addLong(Numbers.longAt(array, i));
      } else {
        out.addFloat((float) Numbers.doubleAt(array, i));
      }
    }
  }
}
