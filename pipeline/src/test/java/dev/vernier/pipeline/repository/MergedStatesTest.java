package dev.vernier.pipeline.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.VernierException;
import dev.vernier.stats.Folds;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.StateFamily;
import dev.vernier.stats.StateSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergedStatesTest {
  private static final String MODEL = "0123456789abcdef".repeat(4);
  private static final String OTHER = "fedcba9876543210".repeat(4);

  @Test
  void theOrderLeavesNoTrace() {
    MergedStates one = new MergedStates();
    MergedStates other = new MergedStates();
    List<SavedStates> nights = List.of(night(1, 2), night(3), night(4, 5, 6));
    for (int i = 0; i < nights.size(); i++) {
      one.add("night" + i, nights.get(i), List.of());
      other.add("night", nights.get(nights.size() - 1 - i), List.of());
    }
    assertThat(other.states().contentDigest()).isEqualTo(one.states().contentDigest());
    assertThat(one.states()).isEqualTo(night(1, 2).merge(night(3)).merge(night(4, 5, 6)));
    assertThat(one.parts())
        .extracting(MergedStates.Part::source)
        .containsExactly("night0", "night1", "night2");
  }

  @Test
  void aCalibrationThatComesTwiceIsRefused() {
    MergedStates merged = new MergedStates();
    merged.add("monday", night(1), List.of());
    assertThatThrownBy(() -> merged.add("copy", night(1), List.of()))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("copy: its samples would be counted twice")
        .hasMessageContaining("from monday");
  }

  @Test
  void alsoWithinWhatWasMergedBefore() {
    MergedStates week = new MergedStates();
    week.add("monday", night(1), List.of());
    week.add("tuesday", night(2), List.of());
    MergedStates month = new MergedStates();
    month.add("tuesday", night(2), List.of());
    assertThatThrownBy(() -> month.add("week", week.states(), week.parts()))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("week: its samples would be counted twice: the states tuesday");
    assertThat(month.states()).isEqualTo(night(2));
  }

  @Test
  void otherModelsAndSettingsAreRefusedByName() {
    MergedStates merged = new MergedStates();
    merged.add("monday", night(1), List.of());
    SavedStates states = night(2);
    SavedStates model = new SavedStates(OTHER, states.settingsDigest(), states.states());
    SavedStates settings = new SavedStates(states.modelDigest(), OTHER, states.states());
    assertThatThrownBy(() -> merged.add("tuesday", model, List.of()))
        .hasMessageContaining("tuesday: these states are of another model than those of monday");
    assertThatThrownBy(() -> merged.add("tuesday", settings, List.of()))
        .hasMessageContaining("tuesday: these states are of other settings than those of monday")
        .hasMessageContaining("expected digest " + MODEL);
    assertThat(merged.parts()).hasSize(1);
  }

  private static SavedStates night(float... values) {
    long[] samples = new long[Folds.COUNT];
    samples[0] = values.length;
    StateSet.Entry entry =
        new StateSet.Entry("x", 0, StateFamily.HISTOGRAM, HistogramSketch.of(values));
    return new SavedStates(MODEL, MODEL, StateSet.of(List.of(entry), samples));
  }
}
