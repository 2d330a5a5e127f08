package dev.vernier.pipeline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Big-endian encoding of what passes hand over between tasks; read by the version that wrote it.
 */
public final class Bytes {
  private Bytes() {}

  /** Something that writes itself. */
  public interface Writer {
    /** Writes to the stream. */
    void write(DataOutputStream out) throws IOException;
  }

  /** Something that reads itself. */
  public interface Reader<T> {
    /** Reads from the stream. */
    T read(DataInputStream in) throws IOException;
  }

  /** All that the writer writes. */
  public static byte[] of(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writer.write(out);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /** What the bytes hold; anything left over or missing is an error. */
  public static <T> T read(byte[] bytes, Reader<T> reader) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      T value = reader.read(in);
      if (in.available() > 0) {
        throw new IllegalArgumentException(in.available() + " bytes too many");
      }
      return value;
    } catch (IOException e) {
      throw new IllegalArgumentException("the bytes end too early", e);
    }
  }

  /** Writes a length and UTF-8. */
  public static void writeText(DataOutputStream out, String text) throws IOException {
    writeBlock(out, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads what {@link #writeText} wrote. */
  public static String readText(DataInputStream in) throws IOException {
    return new String(readBlock(in), StandardCharsets.UTF_8);
  }

  /** Writes a length and bytes. */
  public static void writeBlock(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads what {@link #writeBlock} wrote. */
  public static byte[] readBlock(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
