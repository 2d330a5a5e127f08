package dev.vernier.jobs;

import dev.vernier.conf.JobConfig;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Data paths in which {@code {date}}, {@code {yyyy}}, {@code {MM}}, {@code {dd}} name a day. */
final class DatedData {
  private static final List<String> PLACEHOLDERS = List.of("{date}", "{yyyy}", "{MM}", "{dd}");

  private DatedData() {}

  /** Overrides of the configuration that put a day into the paths of a job. */
  static List<String> overrides(JobConfig job, LocalDate date) {
    if (job.calibration().data().stream().noneMatch(DatedData::isDated)) {
      throw new UsageException(
          "calibration.data = "
              + job.calibration().data()
              + ": expected a path with a day in it, such as /data/requests/date={date}, or with"
              + " {yyyy}, {MM} and {dd}");
    }
    List<String> overrides = new ArrayList<>();
    overrides.add("calibration.data=" + list(job.calibration().data(), date));
    overrides.add("validation.data=" + list(job.validation().data(), date));
    return overrides;
  }

  private static boolean isDated(String path) {
    return PLACEHOLDERS.stream().anyMatch(path::contains);
  }

  private static String list(List<String> paths, LocalDate date) {
    return paths.stream()
        .map(path -> quoted(of(path, date)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  static String of(String path, LocalDate date) {
    return path.replace("{date}", date.toString())
        .replace("{yyyy}", number("%04d", date.getYear()))
        .replace("{MM}", number("%02d", date.getMonthValue()))
        .replace("{dd}", number("%02d", date.getDayOfMonth()));
  }

  private static String number(String format, int value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
