package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ChannelsLastStep;
import dev.vernier.engine.channelslast.UnaryStep;
import dev.vernier.kernels.Kernels;

/** {@link DynamicCodes} of a channels-last image, whose range is the second place read. */
final class DynamicCodesLayer implements LayerStep.Layer {
  private final ChannelsLastStep step;
  private Tensor range;

  DynamicCodesLayer(ChannelsLastShape from, ChannelsLastShape to, Kernels kernels) {
    this.step =
        new UnaryStep(
            from, to, (x, xo, y, yo, n) -> DynamicCodes.write(x, xo, range, y, yo, n, kernels));
  }

  @Override
  public void run(Place[] ins, Place out, SessionWorkspace workspace) {
    range = ins[1].tensor;
    step.run(ins[0].floats, ins[0].base, out.floats, out.base);
  }
}
