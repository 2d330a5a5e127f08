package dev.vernier.pipeline.refine;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.SessionOptions;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorView;
import dev.vernier.stats.PerChannelState;
import java.util.Map;
import java.util.TreeMap;

/** Statistics of tensors by channel over some samples. */
public final class ChannelStates {
  private ChannelStates() {}

  /**
   * Runs the model over the samples.
   *
   * @param axes the axis of the channels of each tensor; -1: the last
   * @return a state of each tensor that was computed; one without that axis has none
   */
  public static Map<String, PerChannelState> of(
      EngineModel model, Map<String, Integer> axes, SampleSet samples) {
    return of(model, axes, samples, false);
  }

  /** The same of the values' squares, each rounded to a float. */
  public static Map<String, PerChannelState> ofSquares(
      EngineModel model, Map<String, Integer> axes, SampleSet samples) {
    return of(model, axes, samples, true);
  }

  private static Map<String, PerChannelState> of(
      EngineModel model, Map<String, Integer> axes, SampleSet samples, boolean squares) {
    Map<String, PerChannelState> states = new TreeMap<>();
    if (axes.isEmpty()) {
      return states;
    }
    InferenceSession session =
        model.newSession(SessionOptions.defaults().withObserved(axes.keySet()));
    for (Map<String, Tensor> inputs : samples.inputs()) {
      session.run(
          inputs, (tensor, view) -> update(states, tensor, view, axes.get(tensor), squares));
    }
    return states;
  }

  private static void update(
      Map<String, PerChannelState> states,
      String tensor,
      TensorView view,
      int axis,
      boolean squares) {
    int[] dims = view.dims();
    int at = axis < 0 ? dims.length + axis : axis;
    if (at < 0 || at >= dims.length || dims[at] == 0) {
      return;
    }
    int outer = 1;
    for (int d = 0; d < at; d++) {
      outer *= dims[d];
    }
    float[] values = new float[view.sampleSize()];
    for (int slice = 0; slice < view.samples(); slice++) {
      view.copyTo(slice, values, 0);
      for (int i = 0; squares && i < values.length; i++) {
        values[i] *= values[i];
      }
      // A batch is cut along its first axis, which is before that of the channels.
      PerChannelState one = PerChannelState.ofSample(values, outer / view.samples(), dims[at]);
      states.merge(tensor, one, PerChannelState::merge);
    }
  }
}
