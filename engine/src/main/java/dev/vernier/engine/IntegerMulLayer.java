package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ChannelsLastStep;
import dev.vernier.engine.channelslast.UnaryStep;

/** {@link IntegerMul} of channels-last codes of one size, row by row. */
final class IntegerMulLayer implements LayerStep.Layer {
  private final CodeParameters codes;
  private final float factor;
  private final ChannelsLastShape left;
  private final ChannelsLastShape right;
  private final ChannelsLastShape to;
  private final ChannelsLastStep zeroBorders;

  IntegerMulLayer(
      IntegerMul mul, ChannelsLastShape left, ChannelsLastShape right, ChannelsLastShape to) {
    this.codes = mul.out();
    this.factor = mul.factor();
    this.left = left;
    this.right = right;
    this.to = to;
    this.zeroBorders = new UnaryStep(to, to, (x, xo, y, yo, n) -> {});
  }

  @Override
  public void run(Place[] ins, Place out, SessionWorkspace workspace) {
    int n = to.w() * to.channelStride();
    for (int row = 0; row < to.n() * to.h(); row++) {
      int image = row / to.h();
      int y = row % to.h();
      workspace
          .kernels()
          .mulCodes(
              ins[0].floats,
              ins[0].base + left.pixelOffset(image, y, 0),
              ins[1].floats,
              ins[1].base + right.pixelOffset(image, y, 0),
              out.floats,
              out.base + to.pixelOffset(image, y, 0),
              n,
              factor,
              codes.zeroPoint(),
              codes.low(),
              codes.high());
    }
    zeroBorders.run(out.floats, out.base, out.floats, out.base);
  }
}
