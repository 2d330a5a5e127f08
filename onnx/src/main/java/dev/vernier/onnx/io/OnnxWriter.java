package dev.vernier.onnx.io;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.proto.OnnxProto.ModelProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes models. Equal models give equal bytes. A file appears whole or not at all: it is written
 * under another name and renamed, so a failure leaves what was there before. External data go to
 * {@code <model>-<digest of content>.data} beside the model and get their name before the model
 * gets its own; data of a model that was overwritten stay and may be deleted.
 */
public final class OnnxWriter {
  private OnnxWriter() {}

  /** Writes a model, with external data only if it would not fit one file. */
  public static void write(OnnxModel model, Path file) {
    write(model, file, WriteOptions.DEFAULT);
  }

  /**
   * Writes a model.
   *
   * @throws VernierException if it cannot be written; the file is as it was before
   */
  public static void write(OnnxModel model, Path file, WriteOptions options) {
    Path target = file.toAbsolutePath();
    try (AtomicFiles files = new AtomicFiles(target)) {
      TensorEncoding encoding = TensorEncoding::inline;
      if (tensorBytes(model.graph()) > options.inlineLimit()) {
        ExternalDataWriter external =
            new ExternalDataWriter(target.getFileName().toString(), options.smallestExternal());
        external.write(model.graph(), files);
        encoding = external;
      }
      ModelProto proto = proto(model, encoding, file.toString());
      Path temporary = files.temporary();
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
        proto.writeTo(out);
      }
      files.commit(temporary, target);
    } catch (IOException e) {
      throw new VernierException(
          file
              + ": the model cannot be written: "
              + FileErrors.reason(e)
              + "; choose a folder that exists, is writable and has space left");
    }
  }

  /**
   * The bytes of a model file, all tensors inside.
   *
   * @throws VernierException if it does not fit one file
   */
  public static byte[] toBytes(OnnxModel model) {
    return proto(model, TensorEncoding::inline, "model in memory").toByteArray();
  }

  private static ModelProto proto(OnnxModel model, TensorEncoding encoding, String where) {
    long bytes = encoding instanceof ExternalDataWriter ? 0 : tensorBytes(model.graph());
    bytes += attributeBytes(model.graph().nodes());
    for (var function : model.functions()) {
      bytes += attributeBytes(function.nodes());
    }
    if (bytes > WriteOptions.DEFAULT.inlineLimit()) {
      throw new VernierException(
          String.format(
              "%s: %d bytes of tensors do not fit one file (2 GB); write the model to a path with"
                  + " external data, with its large constants as initializers",
              where, bytes));
    }
    return new GraphEncoder(encoding).model(model);
  }

  /** Bytes of initializers, those of subgraphs included. */
  private static long tensorBytes(Graph graph) {
    long bytes = graph.initializers().values().stream().mapToLong(OnnxWriter::size).sum();
    for (Node node : graph.nodes()) {
      bytes += node.subgraphs().stream().mapToLong(OnnxWriter::tensorBytes).sum();
    }
    return bytes;
  }

  private static long size(TensorData tensor) {
    return tensor.byteSize();
  }

  private static long attributeBytes(List<Node> nodes) {
    long bytes = 0;
    for (Node node : nodes) {
      for (var attribute : node.attributes().values()) {
        if (attribute instanceof dev.vernier.onnx.Attribute.TensorValue tensor) {
          bytes += tensor.value().byteSize();
        }
      }
      bytes += node.subgraphs().stream().mapToLong(g -> attributeBytes(g.nodes())).sum();
    }
    return bytes;
  }
}
