package dev.vernier.jobs.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.VernierException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardPlanTest {
  static ShardPlan plan(InputFile... files) {
    List<InputFile> list = List.of(files);
    return new ShardPlan("calibrate", "m", "s", "", list, new ShardPlanner(4, 1, 1).plan(list));
  }

  @Test
  void jsonRoundTrip() {
    ShardPlan plan = plan(ShardPlannerTest.file("a", 100, 30), ShardPlannerTest.file("b", 7, 7));
    assertThat(ShardPlanJson.read(ShardPlanJson.write(plan), "plan.json")).isEqualTo(plan);
  }

  @Test
  void unreadablePlansSayWhatWasExpected() {
    assertThatThrownBy(() -> read("{\"format\": \"vernier-plan\", \"version\": 9}"))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("plan.json")
        .hasMessageContaining("expected version 1, found 9")
        .hasMessageContaining("--restart");
    assertThatThrownBy(() -> read("{\"form")).hasMessageContaining("expected valid JSON");
  }

  private static ShardPlan read(String text) {
    return ShardPlanJson.read(text.getBytes(StandardCharsets.UTF_8), "plan.json");
  }

  @Test
  void anotherCutIsNoDifference() {
    InputFile file = ShardPlannerTest.file("a", 100, 10);
    ShardPlan other =
        new ShardPlan(
            "calibrate",
            "m",
            "s",
            "",
            List.of(file),
            new ShardPlanner(1, 1, 1).plan(List.of(file)));
    assertThat(plan(file).differences(other)).isEmpty();
  }

  @Test
  void differencesAreNamed() {
    InputFile a = ShardPlannerTest.file("a", 100, 10);
    InputFile touched = new InputFile("a", a.length(), 5, a.rowGroups());
    assertThat(plan(a).differences(plan(touched)))
        .containsExactly("a: modification time: planned 1700000000000, now 5");
    InputFile b = ShardPlannerTest.file("b", 10, 10);
    assertThat(plan(a).differences(plan(b)))
        .containsExactly(
            "a: planned, but no longer among the inputs",
            "b: among the inputs now, but not planned");
    ShardPlan otherModel = new ShardPlan("calibrate", "x", "s", "", List.of(a), List.of());
    assertThat(plan(a).differences(otherModel)).containsExactly("model digest: planned m, now x");
  }

  @Test
  void manyDifferencesFitOnAScreen() {
    InputFile[] many = new InputFile[100];
    for (int i = 0; i < many.length; i++) {
      many[i] = ShardPlannerTest.file("f" + i, 1, 1);
    }
    List<String> found = plan(many).differences(plan());
    assertThat(found).hasSize(9).last().isEqualTo("and 92 more");
  }
}
