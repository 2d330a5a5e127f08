package dev.vernier.engine.ops.quant;

import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.ChannelsLastConv;
import dev.vernier.engine.ops.common.ExactDepth;
import dev.vernier.engine.ops.common.ExactSums;
import dev.vernier.engine.ops.common.Windows;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.Arrays;

/**
 * Exact convolution of 8-bit codes and constant weights by the kernels of floats: as many input
 * channels at a time as keep every sum within 2^24, the sums added as integers.
 */
final class FloatConvolution {
  /** Weights less their zero points, and their largest magnitude. */
  private record Weights(Tensor values, int largest) {}

  /** What centred weights depend on besides the weights. */
  private record ZeroPoints(Object array, int offset) {}

  /** Input channels [from, to) of weights. */
  private record Slice(int from, int to) {}

  private final Windows windows;
  private final int group;
  private final Tensor weights;
  private final int channels;
  private final PreparedWeights prepared;

  private FloatConvolution(
      Windows windows, int group, Tensor weights, int channels, PreparedWeights prepared) {
    this.windows = windows;
    this.group = group;
    this.weights = weights;
    this.channels = channels;
    this.prepared = prepared;
  }

  /** The convolution, or null if floats do not add its sums exactly or it has too many axes. */
  static FloatConvolution of(
      Windows windows,
      int group,
      Tensor x,
      Tensor w,
      Tensor zeros,
      PreparedWeights prepared,
      Kernels kernels) {
    boolean empty = x.size() == 0 || w.size() == 0;
    if (w.rank() > 4 || empty || !CentredCodes.has(x) || !CentredCodes.has(w)) {
      return null;
    }
    Weights centred =
        prepared.get(
            w,
            new ZeroPoints(
                zeros == null ? null : zeros.array(), zeros == null ? 0 : zeros.offset()),
            t -> centre(t, zeros, kernels),
            c -> (long) Float.BYTES * c.values().size());
    int depth = ExactDepth.of(CentredCodes.LARGEST, centred.largest());
    int channels = Math.min(w.dim(1), depth / windows.taps());
    boolean whole = channels == w.dim(1);
    return channels == 0 || (group > 1 && !whole)
        ? null
        : new FloatConvolution(windows, group, centred.values(), channels, prepared);
  }

  private static Weights centre(Tensor w, Tensor zeros, Kernels kernels) {
    float[] values = new float[w.size()];
    CentredCodes.write(w, zeros, w.size() / w.dim(0), values, kernels);
    return new Weights(
        Tensor.wrap(DataType.FLOAT, values, 0, w.dims()),
        CentredCodes.largest(values, values.length, kernels));
  }

  /** Writes the sums of x less its zero point, or returns false if an image is no array. */
  boolean sums(Tensor x, Tensor zero, int[] y, Workspace workspace) {
    Kernels kernels = workspace.kernels();
    float[] codes = workspace.floats(x.size());
    CentredCodes.write(x, zero, x.size(), codes, kernels);
    Tensor input = Tensor.wrap(DataType.FLOAT, codes, 0, x.dims());
    int[] dims = windows.outputDims(x.dim(0), weights.dim(0), x.rank());
    int n = x.dim(0) * weights.dim(0) * windows.outputSize();
    Tensor part = Tensor.wrap(DataType.FLOAT, workspace.floats(n), 0, dims);
    float[] slice = channels < weights.dim(1) ? workspace.floats(x.size()) : null;
    ChannelsLastConv.Room room = new ChannelsLastConv.Room(workspace);
    Arrays.fill(y, 0, n, 0);
    for (int from = 0; from < weights.dim(1); from += channels) {
      int to = Math.min(weights.dim(1), from + channels);
      ChannelsLastConv conv =
          ChannelsLastConv.of(windows, group, true, share(from, to), null, prepared, kernels);
      if (conv == null) {
        return false;
      }
      conv.eval(slice == null ? input : cut(input, from, to, slice), part, room);
      ExactSums.add(part.floats(), 0, y, 0, n);
    }
    return true;
  }

  private Tensor share(int from, int to) {
    if (to - from == weights.dim(1)) {
      return weights;
    }
    return prepared.get(
        weights,
        new Slice(from, to),
        t -> cut(t, from, to, new float[t.size() / t.dim(1) * (to - from)]),
        t -> (long) Float.BYTES * t.size());
  }

  /** Elements [from, to) of axis 1, in {@code room}. */
  private static Tensor cut(Tensor x, int from, int to, float[] room) {
    int[] dims = x.dims();
    int inner = x.size() / dims[0] / dims[1];
    int run = (to - from) * inner;
    for (int i = 0; i < dims[0]; i++) {
      int source = x.offset() + (i * dims[1] + from) * inner;
      System.arraycopy(x.floats(), source, room, i * run, run);
    }
    dims[1] = to - from;
    return Tensor.wrap(DataType.FLOAT, room, 0, dims);
  }
}
