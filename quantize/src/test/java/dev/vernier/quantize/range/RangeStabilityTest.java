package dev.vernier.quantize.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.TestGraph;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.stats.Folds;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.StateFamily;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RangeStabilityTest {
  private static final OnnxModel MODEL =
      new TestGraph(1)
          .input("x", 1, 4)
          .normal("w", 1, 4, 3)
          .normal("v", 1, 3, 2)
          .node("MatMul", "y", "x w")
          .node("MatMul", "z", "y v")
          .output("z")
          .model();
  private static final QuantizationSettings SETTINGS =
      QuantizationSettings.defaults().withMethod("minmax");

  @Test
  void standardErrorIsTukeysOfTheRangesWithoutOneFold() {
    // Maxima without fold 0, 1, 2: 8, 8, 4, whose mean is 20/3 and squares sum to 32/3.
    List<RangeStability> all = of(new float[][] {{-1, 2}, {-1, 4}, {-1, 8}}, new float[3][]);
    RangeStability x = named(all, "x");
    assertThat(x.range().max()).isEqualTo(8);
    assertThat(x.maxError()).isCloseTo(Math.sqrt(2.0 / 3 * 32 / 3), within(1e-9));
    assertThat(x.minError()).isZero();
    assertThat(x.largestMove()).isEqualTo(4);
    assertThat(x.relativeMove()).isCloseTo(4.0 / 9, within(1e-9));
    assertThat(x.relativeError()).isCloseTo(x.maxError() / 9, within(1e-9));
    assertThat(all.get(0)).isEqualTo(x);
    assertThat(x.decibels()).isCloseTo(10 * Math.log10(1 + x.excess()), within(1e-9));
  }

  @Test
  void equalFoldsHaveNoErrorAndATensorSeenInOneFoldIsZeroWithoutIt() {
    List<RangeStability> all = of(new float[][] {{-1, 2}, {-1, 2}}, new float[][] {{0, 6}, null});
    assertThat(named(all, "x").relativeError()).isZero();
    RangeStability y = named(all, "y");
    assertThat(y.largestMove()).isEqualTo(6);
    assertThat(y.maxError()).isCloseTo(Math.sqrt(0.5 * 18), within(1e-9));
  }

  @Test
  void excessIsWhatTheOtherRangesCostOnAllValues() {
    List<RangeStability> all = of(new float[][] {{0, 4}, {0, 8}}, new float[][] {{0, 1}, {0, 1}});
    RangeStability x = named(all, "x");
    // Without fold 1 the 8 is clipped to 4; with both, only the 4 is rounded, by half a step at
    // most.
    double step = 8.0 / 255;
    assertThat(x.excess()).isGreaterThan(0.5 * (16 - step * step) / (step * step / 4));
    assertThat(named(all, "y").excess()).isZero();
    assertThat(all.get(0)).isEqualTo(x);
  }

  @Test
  void excessOverNoErrorIsRelativeToTheLargest() {
    List<RangeStability> all = of(new float[][] {{0, 1}, {0, 0}}, new float[][] {null, null});
    assertThat(named(all, "x").excess()).isEqualTo(0.5);
  }

  @Test
  void oneFoldSaysNothing() {
    assertThat(of(new float[][] {{-1, 2}}, new float[][] {{0, 1}})).isEmpty();
  }

  private static RangeStability named(List<RangeStability> all, String name) {
    return all.stream().filter(one -> one.quantizer().equals(name)).findFirst().orElseThrow();
  }

  /** Values of x and y fold by fold; null: none, where nothing at all is given [0, 1]. */
  private static List<RangeStability> of(float[][] x, float[][] y) {
    List<StateSet.Entry> entries = new ArrayList<>();
    long[] samples = new long[Folds.COUNT];
    boolean none = y[0] == null;
    for (int fold = 0; fold < x.length; fold++) {
      samples[fold] = 1;
      entries.add(entry("x", fold, x[fold]));
      if (none || y[fold] != null) {
        entries.add(entry("y", fold, none ? new float[] {0, 1} : y[fold]));
      }
    }
    StateSet states = StateSet.of(entries, samples);
    QuantizationPlan plan = QuantizationPlan.of(MODEL, SETTINGS);
    return RangeStability.of(MODEL, plan, states, SETTINGS);
  }

  private static StateSet.Entry entry(String tensor, int fold, float[] values) {
    return new StateSet.Entry(tensor, fold, StateFamily.HISTOGRAM, HistogramSketch.of(values));
  }
}
