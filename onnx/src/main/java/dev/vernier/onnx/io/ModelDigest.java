package dev.vernier.onnx.io;

import com.google.protobuf.UnsafeByteOperations;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.proto.OnnxProto.TensorProto;
import java.security.MessageDigest;

/**
 * The identity of a model: a SHA-256 of all its content. It does not depend on where the model lies
 * or how its tensors are stored (raw, typed or external), and never holds a tensor as a whole.
 */
public final class ModelDigest {
  private ModelDigest() {}

  /** The 32 bytes of the digest. */
  public static byte[] sha256(OnnxModel model) {
    TensorEncoding encoding = ModelDigest::hashed;
    return Sha256.digest().digest(new GraphEncoder(encoding).model(model).toByteArray());
  }

  /** A tensor whose raw content is replaced by its digest. */
  private static TensorProto hashed(TensorData tensor) {
    if (tensor.type() == DataType.STRING) {
      return TensorEncoding.inline(tensor);
    }
    MessageDigest digest = Sha256.digest();
    tensor.segments().forEach(digest::update);
    return TensorEncoding.header(tensor)
        .setRawData(UnsafeByteOperations.unsafeWrap(digest.digest()))
        .build();
  }
}
