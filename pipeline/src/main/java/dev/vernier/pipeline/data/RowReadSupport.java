package dev.vernier.pipeline.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Projects a file to the chosen columns and builds rows of them. */
final class RowReadSupport extends ReadSupport<Row> {
  private final String path;
  private final Set<String> columns;

  RowReadSupport(String path, Set<String> columns) {
    this.path = path;
    this.columns = columns;
  }

  @Override
  public ReadContext init(InitContext context) {
    MessageType schema = context.getFileSchema();
    Set<String> missing = new TreeSet<>(columns);
    List<Type> kept = new ArrayList<>();
    for (Type type : schema.getFields()) {
      if (missing.remove(type.getName())) {
        kept.add(type);
      }
    }
    if (!missing.isEmpty()) {
      List<String> names = schema.getFields().stream().map(Type::getName).toList();
      throw ParquetRows.missingColumns(path, missing, String.join(", ", names));
    }
    return new ReadContext(new MessageType(schema.getName(), kept));
  }

  @Override
  @SuppressWarnings("deprecation") // still abstract in the library
  public RecordMaterializer<Row> prepareForRead(
      Configuration conf, Map<String, String> meta, MessageType schema, ReadContext context) {
    return new RowMaterializer(path, context.getRequestedSchema());
  }

  @Override
  public RecordMaterializer<Row> prepareForRead(
      ParquetConfiguration conf,
      Map<String, String> meta,
      MessageType schema,
      ReadContext context) {
    return new RowMaterializer(path, context.getRequestedSchema());
  }
}
