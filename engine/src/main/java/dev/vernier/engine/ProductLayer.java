package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.LayoutSteps;

/** Product of two images of one size, element by element; zeros of padded channels stay zeros. */
final class ProductLayer implements LayerStep.Layer {
  private final ChannelsLastShape left;
  private final ChannelsLastShape right;
  private final ChannelsLastShape to;

  ProductLayer(ChannelsLastShape left, ChannelsLastShape right, ChannelsLastShape to) {
    this.left = left;
    this.right = right;
    this.to = to;
  }

  @Override
  public void run(Place[] ins, Place out, SessionWorkspace workspace) {
    LayoutSteps.zeroHalo(to, out.floats, out.base);
    for (int image = 0; image < to.n(); image++) {
      for (int y = 0; y < to.h(); y++) {
        workspace
            .kernels()
            .mul(
                ins[0].floats,
                ins[0].base + left.pixelOffset(image, y, 0),
                ins[1].floats,
                ins[1].base + right.pixelOffset(image, y, 0),
                out.floats,
                out.base + to.pixelOffset(image, y, 0),
                to.w() * to.channelStride());
      }
    }
  }
}
