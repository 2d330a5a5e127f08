package dev.vernier.pipeline.preprocess;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.io.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Collection;

/**
 * The canonical identity of what a model is fed: for each input in the model's order its type code,
 * its rank and its dimensions as 64-bit integers and its elements, all little-endian.
 */
final class SampleHash {
  private SampleHash() {}

  static byte[] of(Collection<Tensor> inputs) {
    MessageDigest digest = Sha256.digest();
    for (Tensor input : inputs) {
      int[] dims = input.dims();
      ByteBuffer head = little(8 * (2 + dims.length));
      head.putLong(input.type().code()).putLong(dims.length);
      for (int dim : dims) {
        head.putLong(dim);
      }
      digest.update(head.array());
      digest.update(elements(input));
    }
    return digest.digest();
  }

  private static byte[] elements(Tensor tensor) {
    int n = tensor.size();
    int at = tensor.offset();
    if (tensor.array() instanceof float[] floats) {
      ByteBuffer out = little(4 * n);
      out.asFloatBuffer().put(floats, at, n);
      return out.array();
    } else if (tensor.array() instanceof double[] doubles) {
      ByteBuffer out = little(8 * n);
      out.asDoubleBuffer().put(doubles, at, n);
      return out.array();
    } else if (tensor.array() instanceof long[] longs) {
      ByteBuffer out = little(8 * n);
      out.asLongBuffer().put(longs, at, n);
      return out.array();
    } else if (tensor.array() instanceof int[] ints) {
      ByteBuffer out = little(4 * n);
      out.asIntBuffer().put(ints, at, n);
      return out.array();
    } else if (tensor.array() instanceof short[] shorts) {
      ByteBuffer out = little(2 * n);
      out.asShortBuffer().put(shorts, at, n);
      return out.array();
    }
    byte[] bytes = tensor.bytes();
    return java.util.Arrays.copyOfRange(bytes, at, at + n);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
