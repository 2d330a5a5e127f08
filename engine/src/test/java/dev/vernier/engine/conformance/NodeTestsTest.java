package dev.vernier.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * No ONNX node test gives wrong results, nearly all run, and every one that passed once passes
 * again: their names are listed in the resource {@code conformance/passing-node-tests.txt}, which a
 * change that passes more should extend.
 */
class NodeTestsTest {
  /** Of the cases that need nothing that is left out on purpose. */
  private static final double PASSING_SHARE = 0.97;

  @Test
  void nothingThatPassedFails() throws IOException, InterruptedException {
    Map<CaseResult.Outcome, Integer> counts = new EnumMap<>(CaseResult.Outcome.class);
    List<String> lost = new ArrayList<>();
    TreeSet<String> expected = expected();
    for (Path folder : ConformanceRunner.find(SharedCases.nodeTests())) {
      CaseResult result = new ConformanceRunner().run(folder);
      counts.merge(result.outcome(), 1, Integer::sum);
      boolean passes = result.outcome() == CaseResult.Outcome.PASSED;
      if (expected.remove(result.name()) && !passes) {
        lost.add(result.toString());
      }
    }
    LoggerFactory.getLogger(NodeTestsTest.class).info("ONNX node tests: {}", counts);
    assertThat(lost).isEmpty();
    int passed = counts.get(CaseResult.Outcome.PASSED);
    int cases = counts.values().stream().mapToInt(Integer::intValue).sum();
    int attempted = cases - counts.getOrDefault(CaseResult.Outcome.EXCLUDED, 0);
    assertThat(counts).doesNotContainKey(CaseResult.Outcome.FAILED);
    assertThat((double) passed / attempted).isGreaterThanOrEqualTo(PASSING_SHARE);
    assertThat(expected).as("listed, but not in the archive").isEmpty();
  }

  private static TreeSet<String> expected() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                NodeTestsTest.class.getResourceAsStream("/conformance/passing-node-tests.txt"),
                StandardCharsets.UTF_8))) {
      return new TreeSet<>(reader.lines().filter(line -> !line.isBlank()).toList());
    }
  }
}
