package dev.vernier.pipeline.repository;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Gives the footer of a Parquet file one form. The library lists the encodings of a column in the
 * order of a hash set of enum constants, which differs from one JVM to the next.
 */
final class CanonicalFooter {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  private static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;

  private CanonicalFooter() {}

  /** Copies a Parquet file; only the order of encodings in the footer can differ. */
  static void copy(FileSystem files, Path from, Path to) throws IOException {
    try (FSDataInputStream in = files.open(from);
        OutputStream out = files.create(to, true)) {
      long length = files.getFileStatus(from).getLen();
      byte[] tail = new byte[TAIL_BYTES];
      in.readFully(length - TAIL_BYTES, tail);
      int footerBytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
      long footerStart = length - TAIL_BYTES - footerBytes;
      byte[] footer = new byte[footerBytes];
      in.readFully(footerStart, footer);
      in.seek(0);
      IOUtils.copyBytes(in, out, footerStart, false);
      byte[] canonical = canonical(footer);
      out.write(canonical);
      out.write(tail(canonical.length));
    }
  }

  private static byte[] tail(int footerBytes) {
    ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return tail.putInt(footerBytes).put(MAGIC).array();
  }

  private static byte[] canonical(byte[] footer) throws IOException {
    FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
    for (RowGroup group : metadata.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        column.getMeta_data().getEncodings().sort(Comparator.comparingInt(Encoding::getValue));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(footer.length);
    Util.writeFileMetaData(metadata, out);
    return out.toByteArray();
  }
}
