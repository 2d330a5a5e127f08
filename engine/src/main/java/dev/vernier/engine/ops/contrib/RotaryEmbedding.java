package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Rotates pairs of a head's leading elements by angles of the position: neighbours if interleaved,
 * otherwise elements half the rotated width apart. Input is batch, sequence, heads times width, or
 * batch, heads, sequence, width; positions are given for every token, or as that of the first.
 */
final class RotaryEmbedding implements Operator {
  private final int heads;
  private final int rotated;
  private final boolean interleaved;

  RotaryEmbedding(NodeContext context) {
    heads = (int) context.node().intAttribute("num_heads", 0);
    rotated = (int) context.node().intAttribute("rotary_embedding_dim", 0);
    interleaved = context.node().intAttribute("interleaved", 0) != 0;
    if (context.node().floatAttribute("scale", 1f) != 1f
        || context.node().intAttribute("is_packed_batching", 0) != 0) {
      throw new IllegalArgumentException(
          "attributes scale and is_packed_batching are not supported");
    }
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    boolean headsFirst = x.rank() == 4;
    int half = inputs[2].dim(-1);
    int hidden = x.dim(-1);
    int width = headsFirst ? hidden : heads > 0 ? hidden / heads : 2 * half;
    if (x.type() != DataType.FLOAT || (rotated > 0 && rotated != 2 * half) || 2 * half > width) {
      throw new IllegalArgumentException(
          x + " with tables " + inputs[2] + " of rotary_embedding_dim " + rotated);
    }
    int sequence = headsFirst ? x.dim(2) : x.dim(1);
    int perToken = headsFirst ? 1 : hidden / width;
    int perSample = headsFirst ? x.dim(1) * sequence : sequence;
    for (int row = 0; row < x.size() / width; row++) {
      int token = row / perToken % sequence;
      int sample = row / perToken / perSample;
      long position = position(inputs[1], sample, token, sequence);
      rotate(inputs, x.offset() + row * width, outputs[0], row * width, position, half, width);
    }
  }

  private static long position(Tensor ids, int sample, int token, int sequence) {
    return ids.size() == 1 ? ids.longAt(0) + token : ids.longAt(sample * sequence + token);
  }

  private void rotate(
      Tensor[] inputs, int from, Tensor y, int to, long position, int half, int width) {
    float[] x = inputs[0].floats();
    float[] result = y.floats();
    int start = y.offset() + to;
    int row = (int) position * half;
    for (int i = 0; i < half; i++) {
      int first = interleaved ? 2 * i : i;
      int second = interleaved ? 2 * i + 1 : i + half;
      float cos = (float) inputs[2].doubleAt(row + i);
      float sin = (float) inputs[3].doubleAt(row + i);
      float a = x[from + first];
      float b = x[from + second];
      result[start + first] = a * cos - b * sin;
      result[start + second] = a * sin + b * cos;
    }
    System.arraycopy(x, from + 2 * half, result, start + 2 * half, width - 2 * half);
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-6f);
  }
}
