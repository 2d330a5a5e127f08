package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ChannelsLastStep;
import dev.vernier.engine.channelslast.UnaryStep;
import dev.vernier.kernels.Kernels;

/** {@link IntegerAdd} of channels-last codes, row by row. */
final class IntegerAddLayer implements LayerStep.Layer {
  private final IntegerAdd add;
  private final ChannelsLastShape left;
  private final ChannelsLastShape right;
  private final ChannelsLastShape to;
  private final ChannelsLastStep zeroBorders;

  IntegerAddLayer(
      IntegerAdd add, ChannelsLastShape left, ChannelsLastShape right, ChannelsLastShape to) {
    this.add = add;
    this.left = left;
    this.right = right;
    this.to = to;
    this.zeroBorders = new UnaryStep(to, to, (x, xo, y, yo, n) -> {});
  }

  @Override
  public void run(Place[] ins, Place out, SessionWorkspace workspace) {
    for (int image = 0; image < to.n(); image++) {
      for (int y = 0; y < to.h(); y++) {
        row(ins, out, image, y, workspace);
      }
    }
    zeroBorders.run(out.floats, out.base, out.floats, out.base);
  }

  private void row(Place[] ins, Place out, int image, int y, SessionWorkspace workspace) {
    workspace.reset();
    Kernels kernels = workspace.kernels();
    int n = to.w() * to.channelStride();
    float[] a = workspace.floats(n);
    float[] b = workspace.floats(n);
    int x = ins[0].base + left.pixelOffset(image, y, 0);
    kernels.addScalar(ins[0].floats, x, add.in(0).zeroPoint(), a, 0, n);
    int z = ins[1].base + right.pixelOffset(image, y, 0);
    kernels.addScalar(ins[1].floats, z, add.in(1).zeroPoint(), b, 0, n);
    int target = out.base + to.pixelOffset(image, y, 0);
    add.sum(a, 0, b, 0, out.floats, target, n, workspace);
    kernels.addScalar(out.floats, target, -add.out().zeroPoint(), out.floats, target, n);
  }
}
