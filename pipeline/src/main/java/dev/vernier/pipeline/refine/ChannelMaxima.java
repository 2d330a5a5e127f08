package dev.vernier.pipeline.refine;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.SessionOptions;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorView;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Largest values of tensors by channel, axis 1, over some samples. */
public final class ChannelMaxima {
  private ChannelMaxima() {}

  /** Runs the model over the samples. A NaN never becomes a maximum. */
  public static Map<String, float[]> of(EngineModel model, Set<String> tensors, SampleSet samples) {
    Map<String, float[]> largest = new TreeMap<>();
    if (tensors.isEmpty()) {
      return largest;
    }
    InferenceSession session = model.newSession(SessionOptions.defaults().withObserved(tensors));
    for (Map<String, Tensor> inputs : samples.inputs()) {
      session.run(inputs, (tensor, view) -> update(largest, tensor, view));
    }
    return largest;
  }

  private static void update(Map<String, float[]> largest, String tensor, TensorView view) {
    int[] dims = view.dims();
    float[] maxima =
        largest.computeIfAbsent(
            tensor,
            name -> {
              float[] none = new float[dims[1]];
              Arrays.fill(none, Float.NEGATIVE_INFINITY);
              return none;
            });
    float[] values = new float[view.sampleSize()];
    int inner = Math.max(1, values.length / dims[1]);
    for (int slice = 0; slice < view.samples(); slice++) {
      view.copyTo(slice, values, 0);
      for (int i = 0; i < values.length; i++) {
        int channel = i / inner;
        maxima[channel] = values[i] > maxima[channel] ? values[i] : maxima[channel];
      }
    }
  }
}
