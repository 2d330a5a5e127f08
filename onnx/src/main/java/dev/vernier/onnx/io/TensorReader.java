package dev.vernier.onnx.io;

import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.proto.OnnxProto.MapProto;
import dev.vernier.onnx.proto.OnnxProto.OptionalProto;
import dev.vernier.onnx.proto.OnnxProto.SequenceProto;
import dev.vernier.onnx.proto.OnnxProto.SparseTensorProto;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes the {@code .pb} files of recorded values. */
public final class TensorReader {
  private static final String WHAT = "a recorded ONNX value";

  private TensorReader() {}

  /** Reads a file that holds one tensor. */
  public static TensorData readTensorProto(Path file) {
    byte[] bytes = FileContent.read(file, WHAT);
    return parse(file, bytes, decoder -> decoder.tensor(TensorProto.parseFrom(bytes)));
  }

  /**
   * Reads a file that holds a value of the declared type; the file itself does not say which.
   *
   * @param declared the type of the model's input or output that was recorded
   */
  public static Value readValue(Path file, ValueType declared) {
    byte[] bytes = FileContent.read(file, WHAT);
    return parse(
        file,
        bytes,
        decoder ->
            switch (declared.kind()) {
              case SEQUENCE -> decoder.sequence(SequenceProto.parseFrom(bytes));
              case OPTIONAL -> decoder.optional(OptionalProto.parseFrom(bytes));
              case MAP -> decoder.map(MapProto.parseFrom(bytes));
              case SPARSE_TENSOR ->
                  new Value.SparseValue(decoder.sparse(SparseTensorProto.parseFrom(bytes)));
              case TENSOR, UNKNOWN, OPAQUE ->
                  new Value.TensorValue(decoder.tensor(TensorProto.parseFrom(bytes)));
            });
  }

  /** Writes one tensor. */
  public static void writeTensorProto(TensorData tensor, Path file) {
    try {
      Files.write(file, TensorEncoding.inline(tensor).toByteArray());
    } catch (IOException e) {
      throw new VernierException(file + ": cannot be written: " + FileErrors.reason(e));
    }
  }

  private interface Parser<T> {
    T parse(ValueDecoder decoder) throws IOException;
  }

  private static <T> T parse(Path file, byte[] bytes, Parser<T> parser) {
    try {
      Path folder = file.toAbsolutePath().normalize().getParent();
      return parser.parse(new ValueDecoder(new TensorDecoder(new ExternalData(folder))));
    } catch (VernierException e) {
      throw new VernierException(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw FileContent.damaged(file.toString(), WHAT, bytes.length);
    }
  }

  /** The names of a recorded folder's files in numerical order: input_0.pb, input_1.pb, ... */
  public static List<Path> recorded(Path folder, String prefix) {
    List<Path> files = new ArrayList<>();
    while (Files.isRegularFile(folder.resolve(prefix + "_" + files.size() + ".pb"))) {
      files.add(folder.resolve(prefix + "_" + files.size() + ".pb"));
    }
    return files;
  }
}
