package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastStep;
import dev.vernier.engine.channelslast.PixelWatch;
import java.util.Arrays;
import java.util.List;

/** A step that reads or writes channels-last images. */
final class LayerStep extends Step {
  /** What the step does with its places once they are bound. */
  @FunctionalInterface
  interface Layer {
    void run(Place[] ins, Place out, SessionWorkspace workspace);

    /** As {@link ChannelsLastStep#tell}. */
    default boolean tell(PixelWatch watch) {
      return false;
    }
  }

  private final String what;
  private final Layer layer;
  private final Place[] ins;
  private final Place out;
  private final boolean pointwise;

  /**
   * @param what how {@link #describe} ends
   * @param pointwise whether the output may be written over an input of the same geometry
   */
  LayerStep(String label, String what, Layer layer, Place[] ins, Place out, boolean pointwise) {
    super(label);
    this.what = what;
    this.layer = layer;
    this.ins = ins;
    this.out = out;
    this.pointwise = pointwise;
  }

  @Override
  String describe() {
    return label() + " (" + what + ")";
  }

  @Override
  List<Place> reads() {
    return List.of(ins);
  }

  @Override
  List<Place> writes() {
    return List.of(out);
  }

  @Override
  void observe(Observation observation) {
    super.observe(observation);
    if (observation.place() == out && !layer.tell(observation.newWatch())) {
      observation.unwatch();
    }
  }

  @Override
  List<Place> overwritable() {
    return pointwise
        ? Arrays.stream(ins).filter(p -> out.channelsLast.equals(p.channelsLast)).toList()
        : List.of();
  }

  @Override
  void run(SessionWorkspace workspace) {
    workspace.reset();
    layer.run(ins, out, workspace);
  }
}
