package dev.vernier.onnx.io;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.proto.OnnxProto.ModelProto;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads models. The model returned is valid: it has a graph in topological order, every name is
 * defined once and every input resolves. Operators are not checked: a model with unknown operators
 * can be read and inspected.
 *
 * <p>Everything is kept but: descriptions of attributes, denotations of single dimensions,
 * checksums of external data, fields unknown to ONNX inside attributes and types, and the way in
 * which tensors were stored.
 */
public final class OnnxReader {
  /** Deeper nesting of messages is refused; a subgraph in a subgraph takes three levels. */
  private static final int RECURSION_LIMIT = 200;

  private OnnxReader() {}

  /** Reads a model file; external data are found in its folder. */
  public static OnnxModel read(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return read(FileContent.read(file, "an ONNX model"), folder, file.toString());
  }

  /** Reads a model without external data; the array must not be changed afterwards. */
  public static OnnxModel read(byte[] bytes) {
    return read(bytes, null, "model in memory");
  }

  private static OnnxModel read(byte[] bytes, Path folder, String where) {
    try {
      ModelProto proto = parse(bytes);
      if (!proto.hasGraph()) {
        throw new VernierException(
            "it has no graph, so it is not an ONNX model; give the .onnx file of a model");
      }
      TensorDecoder tensors = new TensorDecoder(new ExternalData(folder));
      return ModelValidator.validated(new GraphDecoder(tensors).model(proto, folder));
    } catch (VernierException e) {
      throw new VernierException(where + ": " + e.getMessage());
    } catch (IOException e) {
      throw FileContent.damaged(where, "an ONNX model", bytes.length);
    }
  }

  private static ModelProto parse(byte[] bytes) throws IOException {
    CodedInputStream input = CodedInputStream.newInstance(bytes);
    input.enableAliasing(true);
    input.setRecursionLimit(RECURSION_LIMIT);
    ModelProto proto = ModelProto.parseFrom(input);
    input.checkLastTagWas(0);
    if (bytes.length == 0) {
      throw new InvalidProtocolBufferException("empty");
    }
    return proto;
  }
}
