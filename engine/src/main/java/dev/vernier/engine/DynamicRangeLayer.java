package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.kernels.Kernels;

/** {@link DynamicRange} of a channels-last image: its border and padding are zeros. */
final class DynamicRangeLayer implements LayerStep.Layer {
  private final ChannelsLastShape from;

  DynamicRangeLayer(ChannelsLastShape from) {
    this.from = from;
  }

  @Override
  public void run(Place[] ins, Place out, SessionWorkspace workspace) {
    Kernels kernels = workspace.kernels();
    int[] bounds = DynamicRange.bounds();
    boolean whole = from.channelStride() == ChannelsLastShape.strideFor(from.c());
    int run = whole ? from.imageStep() : from.c();
    int step = whole ? run : from.channelStride();
    for (int at = 0; at < from.floats(); at += step) {
      kernels.minMaxOrdered(ins[0].floats, ins[0].base + at, run, bounds);
    }
    DynamicRange.store(bounds, out.tensor);
  }
}
