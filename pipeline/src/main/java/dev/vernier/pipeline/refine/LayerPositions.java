package dev.vernier.pipeline.refine;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.ops.common.Windows;

/** The positions of one group of a layer in one sample: what is summed there and what comes out. */
final class LayerPositions {
  private final LayerShape shape;
  private final int group;
  private final Tensor wanted;
  private final double[] values;
  private final Windows windows;
  private final int rows;

  /**
   * Positions of a group.
   *
   * @param codes the layer's input, in codes
   * @param zero the code that stands for zero
   * @param wanted the layer's output in floating point
   */
  LayerPositions(LayerShape shape, int group, Tensor codes, int zero, Tensor wanted) {
    this.shape = shape;
    this.group = group;
    this.wanted = wanted;
    this.windows =
        shape.isConvolution() ? Windows.of(shape.node(), codes.dims(), shape.kernel()) : null;
    this.rows = shape.isConvolution() ? codes.dim(0) : codes.size() / shape.inputs();
    int slice =
        shape.isConvolution()
            ? shape.inputs() / windows.taps() * windows.inputSize()
            : shape.inputs();
    this.values = new double[rows * slice];
    for (int row = 0; row < rows; row++) {
      int from = (row * shape.groups() + group) * slice;
      for (int i = 0; i < slice; i++) {
        values[row * slice + i] = codes.longAt(from + i) - (double) zero;
      }
    }
  }

  int count() {
    return rows * positionsOfRow();
  }

  private int positionsOfRow() {
    return windows == null ? 1 : windows.outputSize();
  }

  /** Copies what is summed at a position; codes less their zero point. */
  void inputs(int position, double[] into, int at) {
    if (windows == null) {
      System.arraycopy(values, position * shape.inputs(), into, at, shape.inputs());
      return;
    }
    int[] out = windows.out();
    int row = position / positionsOfRow();
    int place = position % positionsOfRow();
    int x = place % out[2];
    int y = place / out[2] % out[1];
    int z = place / out[2] / out[1];
    int channels = shape.inputs() / windows.taps();
    for (int c = 0; c < channels; c++) {
      window(row * channels + c, z, y, x, into, at + c * windows.taps());
    }
  }

  private void window(int channel, int z, int y, int x, double[] into, int at) {
    int[] in = windows.in();
    int[] kernel = windows.kernel();
    int base = channel * windows.inputSize();
    int to = at;
    for (int d = 0; d < kernel[0]; d++) {
      int pz = windows.position(0, z, d);
      for (int h = 0; h < kernel[1]; h++) {
        int py = windows.position(1, y, h);
        boolean inside = pz >= 0 && pz < in[0] && py >= 0 && py < in[1];
        int line = base + (pz * in[1] + py) * in[2];
        for (int w = 0; w < kernel[2]; w++) {
          int px = windows.position(2, x, w);
          into[to++] = inside && px >= 0 && px < in[2] ? values[line + px] : 0;
        }
      }
    }
  }

  /** Copies what should come out at a position. */
  void outputs(int position, double[] into, int at) {
    int stride = positionsOfRow();
    int row = position / stride;
    int count = shape.outputs();
    int first = (row * shape.groups() + group) * count * stride + position % stride;
    for (int n = 0; n < count; n++) {
      into[at + n] = wanted.floats()[wanted.offset() + first + n * stride];
    }
  }
}
