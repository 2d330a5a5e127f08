package dev.vernier.onnx.io;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;

/** Streams the content of large initializers into one file of external data. */
final class ExternalDataWriter implements TensorEncoding {
  /** Tensors start at multiples of a page, so that runtimes can map them. */
  private static final long ALIGNMENT = 4096;

  private static final int CHUNK = 1 << 24;

  private final String modelName;
  private final long smallest;
  private final Map<TensorData, Long> offsets = new IdentityHashMap<>();
  private final MessageDigest digest = Sha256.digest();
  private String location = "";
  private long position;

  ExternalDataWriter(String modelName, long smallest) {
    this.modelName = modelName;
    this.smallest = smallest;
  }

  /** Writes and commits the data file; afterwards tensors can be encoded. */
  void write(Graph graph, AtomicFiles files) throws IOException {
    Path temporary = files.temporary();
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeGraph(graph, channel);
    }
    if (offsets.isEmpty()) {
      return;
    }
    String hash = HexFormat.of().formatHex(digest.digest(), 0, 8);
    location = modelName + "-" + hash + ".data";
    files.commit(temporary, files.folder().resolve(location));
  }

  private void writeGraph(Graph graph, FileChannel channel) throws IOException {
    for (TensorData tensor : graph.initializers().values()) {
      if (isExternal(tensor) && !offsets.containsKey(tensor)) {
        writeTensor(tensor, channel);
      }
    }
    for (Node node : graph.nodes()) {
      for (Graph subgraph : node.subgraphs()) {
        writeGraph(subgraph, channel);
      }
    }
  }

  private boolean isExternal(TensorData tensor) {
    return tensor.type() != DataType.STRING
        && tensor.byteSize() >= smallest
        && tensor.byteSize() > 0;
  }

  private void writeTensor(TensorData tensor, FileChannel channel) throws IOException {
    write(ByteBuffer.allocate((int) (-position & ALIGNMENT - 1)), channel);
    offsets.put(tensor, position);
    for (ByteBuffer segment : tensor.segments()) {
      for (int at = 0; at < segment.limit(); at += CHUNK) {
        write(segment.slice(at, Math.min(CHUNK, segment.limit() - at)), channel);
      }
    }
  }

  private void write(ByteBuffer bytes, FileChannel channel) throws IOException {
    digest.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      position += channel.write(bytes);
    }
  }

  @Override
  public TensorProto encode(TensorData tensor) {
    Long offset = offsets.get(tensor);
    if (offset == null) {
      return TensorEncoding.inline(tensor);
    }
    return TensorEncoding.header(tensor)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(GraphEncoder.entry("location", location))
        .addExternalData(GraphEncoder.entry("offset", offset.toString()))
        .addExternalData(GraphEncoder.entry("length", Long.toString(tensor.byteSize())))
        .build();
  }
}
