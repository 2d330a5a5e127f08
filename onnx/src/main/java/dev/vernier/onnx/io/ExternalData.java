package dev.vernier.onnx.io;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.proto.OnnxProto.StringStringEntryProto;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Content of tensors that stands in files beside the model. Such a file must lie inside the model's
 * folder, after following links too; content is mapped read-only in segments.
 */
final class ExternalData {
  /** Smaller tensors are copied: a mapping costs a page and a kernel object. */
  private static final int SMALLEST_MAPPING = 1 << 16;

  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*");

  private final Path folder;

  /**
   * @param folder the model's folder; null if the model was not read from a file
   */
  ExternalData(Path folder) {
    this.folder = folder;
  }

  TensorData read(TensorProto proto, DataType type, long[] dims) {
    Map<String, String> entries = new HashMap<>();
    for (StringStringEntryProto entry : proto.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    String name = proto.getName();
    if (type == DataType.STRING) {
      throw refused(name, "strings cannot be external data");
    }
    long expected = TensorData.expectedBytes(name, type, dims);
    long offset = number(name, entries, "offset", 0);
    long length = number(name, entries, "length", expected);
    if (length != expected) {
      throw refused(name, "length " + length + ", but its type and shape need " + expected);
    }
    Path file = resolve(name, entries.getOrDefault("location", ""));
    return TensorData.ofSegments(name, type, dims, segments(name, file, offset, length));
  }

  private static long number(String tensor, Map<String, String> entries, String key, long absent) {
    String text = entries.get(key);
    if (text == null || text.isEmpty()) {
      return absent;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below together with negative numbers.
    }
    throw refused(tensor, key + " \"" + text + "\": expected a number of bytes");
  }

  /** The file that a location names, proven to be inside the model's folder. */
  private Path resolve(String tensor, String location) {
    if (folder == null) {
      throw refused(
          tensor,
          "location \"" + location + "\": a model given as bytes has no folder; read it by path");
    }
    Path relative = relative(tensor, location);
    Path file = folder.resolve(relative);
    try {
      if (!Files.isRegularFile(file)) {
        throw refused(tensor, "file " + file + " does not exist; put it beside the model");
      }
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw refused(
            tensor, "location \"" + location + "\" is a link out of the model's folder " + folder);
      }
    } catch (IOException e) {
      throw refused(tensor, "file " + file + " cannot be read: " + FileErrors.reason(e));
    }
    return file;
  }

  private Path relative(String tensor, String location) {
    if (location.isEmpty()) {
      throw refused(tensor, "it has no location");
    }
    if (location.startsWith("/")
        || location.startsWith("\\")
        || DRIVE.matcher(location).matches()) {
      throw refused(
          tensor,
          "location \"" + location + "\" is absolute; expected a path inside the model's folder");
    }
    for (String part : location.split("[/\\\\]")) {
      if (part.equals("..")) {
        throw refused(tensor, "location \"" + location + "\" leaves the model's folder " + folder);
      }
    }
    try {
      return Path.of(location);
    } catch (InvalidPathException e) {
      throw refused(tensor, "location \"" + location.replace('\0', '?') + "\" is not a path");
    }
  }

  private static List<ByteBuffer> segments(String tensor, Path file, long offset, long length) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (offset > size || length > size - offset) {
        throw refused(
            tensor,
            String.format(
                "it needs bytes %d to %d of %s, which has %d; the file is truncated or another's",
                offset, offset + length, file, size));
      }
      return length < SMALLEST_MAPPING
          ? List.of(copy(channel, offset, (int) length))
          : map(channel, offset, length);
    } catch (IOException e) {
      throw refused(tensor, "file " + file + " cannot be read: " + FileErrors.reason(e));
    }
  }

  private static ByteBuffer copy(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(length);
    while (content.hasRemaining()) {
      if (channel.read(content, offset + content.position()) < 0) {
        throw new IOException("it became shorter while it was read");
      }
    }
    return content.flip();
  }

  private static List<ByteBuffer> map(FileChannel channel, long offset, long length)
      throws IOException {
    List<ByteBuffer> segments = new ArrayList<>();
    for (long done = 0; done < length; done += TensorData.SEGMENT_BYTES) {
      long size = Math.min(TensorData.SEGMENT_BYTES, length - done);
      segments.add(channel.map(MapMode.READ_ONLY, offset + done, size));
    }
    return segments;
  }

  private static VernierException refused(String tensor, String problem) {
    return new VernierException("tensor '" + tensor + "': external data: " + problem);
  }
}
