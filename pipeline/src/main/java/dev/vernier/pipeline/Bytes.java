package dev.vernier.pipeline;

import dev.vernier.onnx.VernierException;
import dev.vernier.stats.StateFormatException;
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

  /**
   * What the bytes hold.
   *
   * @throws VernierException if they are not what a writer wrote
   */
  public static <T> T read(byte[] bytes, Reader<T> reader) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      T value = reader.read(in);
      if (in.available() > 0) {
        throw damaged(in.available() + " bytes too many", null);
      }
      return value;
    } catch (IOException e) {
      throw damaged("the bytes end too early", e);
    } catch (IllegalArgumentException | StateFormatException e) {
      throw damaged(e.getMessage(), e);
    }
  }

  private static VernierException damaged(String what, Exception cause) {
    return new VernierException(
        "The result of a task is damaged: " + what + "; start over with --restart", cause);
  }

  /**
   * Reads a number of items that follow, each at least so many bytes long, so that a damaged number
   * cannot ask for more memory than there are bytes.
   */
  public static int readCount(DataInputStream in, int leastBytes) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available() / leastBytes) {
      throw new IllegalArgumentException(
          count + " items of at least " + leastBytes + " bytes in " + in.available() + " bytes");
    }
    return count;
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
    int length = readCount(in, 1);
    return in.readNBytes(length);
  }
}
