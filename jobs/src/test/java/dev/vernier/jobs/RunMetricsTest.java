package dev.vernier.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
  /** Prometheus' exposition format: metric name, labels with escaped values, a number. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)"
              + "\\{[a-zA-Z_]\\w*=\"(?:[^\"\\\\]|\\\\[\"\\\\n])*\""
              + "(?:,[a-zA-Z_]\\w*=\"(?:[^\"\\\\]|\\\\[\"\\\\n])*\")*}"
              + " -?[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?");

  @Test
  void theTextFollowsTheGrammarAndNamesEachSampleOnce() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("version", "1 \"beta\"\n\\x");
    record.put("java", "17");
    record.put("seconds", Map.of("calibrate", 1.5, "quantize mse", 0.001));
    record.put("passes", Map.of("calibrate", Map.of("rowsRead", 40L, "rowsBad", 2L, "shards", 3)));
    String text = RunMetrics.text(record);
    assertThat(text).endsWith("\n");
    Set<String> declared = new HashSet<>();
    Set<String> samples = new HashSet<>();
    for (String line : text.split("\n")) {
      if (line.startsWith("# TYPE ")) {
        assertThat(declared.add(line.split(" ")[2])).as(line).isTrue();
        assertThat(line).endsWith(" gauge");
      } else if (!line.startsWith("# HELP ")) {
        Matcher matcher = SAMPLE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        assertThat(declared).contains(matcher.group(1));
        assertThat(samples.add(line.substring(0, line.lastIndexOf(' ')))).as(line).isTrue();
      }
    }
    assertThat(text)
        .contains("vernier_stage_seconds{stage=\"calibrate\"} 1.5\n")
        .contains("vernier_pass_rows_read{pass=\"calibrate\"} 40\n")
        .contains("vernier_pass_rows_bad{pass=\"calibrate\"} 2\n")
        .contains("version=\"1 \\\"beta\\\"\\n\\\\x\"")
        .doesNotContain("shards_computed{");
  }
}
