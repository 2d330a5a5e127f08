package dev.vernier.quantize.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.PerSampleState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The expected error of single samples against that of raw samples. */
class SampleErrorTest {

  private static final int SAMPLES = 60;
  private static final int VALUES = 4000;
  private static final RangeTarget TARGET = new RangeTarget(DataType.UINT8, false);

  private static List<float[]> samples(boolean rectified, double spread, int outlierEvery) {
    Random random = new Random(11);
    List<float[]> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      double scale = Math.exp(spread * random.nextGaussian());
      float[] values = new float[VALUES];
      for (int j = 0; j < VALUES; j++) {
        double x = scale * random.nextGaussian();
        values[j] = (float) (rectified ? Math.max(0, x) : x);
      }
      if (outlierEvery > 0 && i % outlierEvery == 0) {
        values[17] = (float) (60 + random.nextGaussian());
        values[18] = (float) (50 + random.nextGaussian());
      }
      samples.add(values);
    }
    return samples;
  }

  private static TensorStates states(List<float[]> samples) {
    HistogramSketch histogram = HistogramSketch.empty();
    PerSampleState perSample = PerSampleState.empty();
    for (float[] sample : samples) {
      HistogramSketch sketch = HistogramSketch.of(sample);
      histogram = histogram.merge(sketch);
      perSample = perSample.merge(PerSampleState.ofSample(sketch));
    }
    return new TensorStates(histogram, perSample);
  }

  private static double exact(List<float[]> samples, QuantizationParameters parameters) {
    double sum = 0;
    for (float[] sample : samples) {
      sum += Math.log(SquaredErrorTest.exact(sample, parameters, 1) / VALUES);
    }
    return Math.exp(sum / samples.size());
  }

  @Test
  void agreesWithRawSamples() {
    for (boolean rectified : new boolean[] {false, true}) {
      for (double spread : new double[] {0, 0.3, 1}) {
        List<float[]> samples = samples(rectified, spread, 0);
        TensorStates states = states(samples);
        SampleError error = new SampleError(states.histogram(), states.perSample(), 1);
        for (double share : new double[] {1, 0.8, 0.6}) {
          Range range =
              new Range(
                  (float) (states.histogram().min() * share),
                  (float) (states.histogram().max() * share));
          double expected = exact(samples, TARGET.parameters(range));
          double decibels = 10 * Math.log10(error.of(TARGET.parameters(range)) / expected);
          assertThat(decibels)
              .as("rectified %s, spread %s, share %s", rectified, spread, share)
              .isCloseTo(0, within(2.5));
        }
      }
    }
  }

  @Test
  void outliersOfFewSamplesDoNotCoarsenTheOthers() {
    List<float[]> samples = samples(false, 0.3, 20);
    TensorStates states = states(samples);
    double sqnr = exact(samples, TARGET.parameters(solve("sqnr", states)));
    assertThat(sqnr)
        .isLessThan(0.5 * exact(samples, TARGET.parameters(solve("mse", states))))
        .isLessThan(exact(samples, TARGET.parameters(solve("mean-minmax", states))));
    assertThat(solve("sqnr", states).max()).isLessThan(10f);
  }

  private static Range solve(String method, TensorStates states) {
    return RangeMethods.find(method).solve(states, TARGET, MethodOptions.defaults());
  }

  @Test
  void statesWithoutSingleSamplesAreRefused() {
    TensorStates states = TensorStates.of(HistogramSketch.of(1f, 2f));
    assertThatThrownBy(() -> solve("sqnr", states))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("per-sample");
  }
}
