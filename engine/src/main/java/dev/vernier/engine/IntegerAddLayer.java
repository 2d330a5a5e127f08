package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ChannelsLastStep;
import dev.vernier.engine.channelslast.UnaryStep;
import dev.vernier.kernels.CodeSum;
import dev.vernier.kernels.Kernels;

/** {@link IntegerAdd} of channels-last codes, row by row. */
final class IntegerAddLayer implements LayerStep.Layer {
  private final CodeSum sum;
  private final ChannelsLastShape left;
  private final ChannelsLastShape right;
  private final ChannelsLastShape to;
  private final ChannelsLastStep zeroBorders;

  IntegerAddLayer(
      IntegerAdd add, ChannelsLastShape left, ChannelsLastShape right, ChannelsLastShape to) {
    this.sum = add.sumLessZeros();
    this.left = left;
    this.right = right;
    this.to = to;
    this.zeroBorders = new UnaryStep(to, to, (x, xo, y, yo, n) -> {});
  }

  @Override
  public void run(Place[] ins, Place out, SessionWorkspace workspace) {
    for (int image = 0; image < to.n(); image++) {
      for (int y = 0; y < to.h(); y++) {
        row(ins, out, image, y, workspace.kernels());
      }
    }
    zeroBorders.run(out.floats, out.base, out.floats, out.base);
  }

  private void row(Place[] ins, Place out, int image, int y, Kernels kernels) {
    int x = ins[0].base + left.pixelOffset(image, y, 0);
    int z = ins[1].base + right.pixelOffset(image, y, 0);
    int target = out.base + to.pixelOffset(image, y, 0);
    int n = to.w() * to.channelStride();
    kernels.addCodes(ins[0].floats, x, ins[1].floats, z, out.floats, target, n, sum);
  }
}
