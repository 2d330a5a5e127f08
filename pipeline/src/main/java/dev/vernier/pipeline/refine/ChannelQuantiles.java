package dev.vernier.pipeline.refine;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.SessionOptions;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorView;
import dev.vernier.quantize.rewrite.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Quantiles of tensors by channel, axis 1: taken of each sample, then their median over samples.
 */
public final class ChannelQuantiles {
  private final double[] wanted;

  /** By tensor: for each sample, each quantile and each channel its value. */
  private final Map<String, List<double[][]>> found = new TreeMap<>();

  private ChannelQuantiles(double... wanted) {
    this.wanted = wanted;
  }

  /**
   * Runs the model over the samples.
   *
   * @param wanted quantiles, 0 to 1, of rank {@code q (n - 1)}, linear between neighbours
   * @return by tensor, for each quantile, one value a channel
   */
  public static Map<String, double[][]> of(
      EngineModel model, Set<String> tensors, SampleSet samples, double... wanted) {
    ChannelQuantiles quantiles = new ChannelQuantiles(wanted);
    if (!tensors.isEmpty()) {
      InferenceSession session = model.newSession(SessionOptions.defaults().withObserved(tensors));
      for (Map<String, Tensor> inputs : samples.inputs()) {
        session.run(inputs, quantiles::add);
      }
    }
    Map<String, double[][]> medians = new TreeMap<>();
    quantiles.found.forEach((tensor, ofSamples) -> medians.put(tensor, medians(ofSamples)));
    return medians;
  }

  private void add(String tensor, TensorView view) {
    int channels = view.dims()[1];
    float[] values = new float[view.sampleSize()];
    int inner = values.length / Math.max(1, channels);
    if (inner == 0) {
      return;
    }
    for (int slice = 0; slice < view.samples(); slice++) {
      view.copyTo(slice, values, 0);
      double[][] one = new double[wanted.length][channels];
      for (int c = 0; c < channels; c++) {
        double[] sorted = sorted(values, c * inner, inner);
        for (int q = 0; q < wanted.length; q++) {
          one[q][c] = Quantiles.ofSorted(sorted, wanted[q]);
        }
      }
      found.computeIfAbsent(tensor, t -> new ArrayList<>()).add(one);
    }
  }

  private static double[] sorted(float[] values, int from, int count) {
    double[] sorted = new double[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = values[from + i];
    }
    Arrays.sort(sorted);
    return sorted;
  }

  private static double[][] medians(List<double[][]> ofSamples) {
    double[][] medians = new double[ofSamples.get(0).length][ofSamples.get(0)[0].length];
    for (int q = 0; q < medians.length; q++) {
      for (int c = 0; c < medians[q].length; c++) {
        int quantile = q;
        int channel = c;
        double[] sorted =
            ofSamples.stream().mapToDouble(one -> one[quantile][channel]).sorted().toArray();
        medians[q][c] = Quantiles.ofSorted(sorted, 0.5);
      }
    }
    return medians;
  }
}
