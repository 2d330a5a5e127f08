package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.ops.common.Windows;
import dev.vernier.onnx.Node;
import java.util.Arrays;

/** Shapes that convolutions share. */
final class ConvShapes {
  private ConvShapes() {}

  /** Fails unless the weights fit the input's channels. */
  static void check(int[] x, int[] w, int group) {
    if (group < 1
        || x.length != w.length
        || x.length < 3
        || x[1] != (long) w[1] * group
        || w[0] % group != 0) {
      throw new IllegalArgumentException(
          "weights "
              + Dims.text(w)
              + " in "
              + group
              + " groups do not fit an input of shape "
              + Dims.text(x));
    }
  }

  /** The windows of a convolution, whose kernel shape is that of its weights. */
  static Windows windows(Node node, int[] x, int[] w) {
    return Windows.of(node, x, Arrays.copyOfRange(w, 2, w.length));
  }
}
