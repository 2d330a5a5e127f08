package dev.vernier.jobs.pass;

import dev.vernier.jobs.shard.LiveSet;
import dev.vernier.jobs.shard.ShardPlan;
import dev.vernier.jobs.shard.ShardReport;
import dev.vernier.pipeline.PassLog;
import dev.vernier.pipeline.stopping.Settling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is worth knowing of a run but belongs in no result: timings, sources, bad rows, memory. It
 * becomes {@code run.json}.
 */
public final class RunLog {
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> passes = new LinkedHashMap<>();

  /** Notes a value: text, number, list or map. */
  public synchronized void note(String name, Object value) {
    values.put(name, value);
  }

  /** Notes how long a stage took. */
  @SuppressWarnings("unchecked")
  public synchronized void seconds(String stage, double seconds) {
    Map<String, Object> all =
        (Map<String, Object>) values.computeIfAbsent("seconds", n -> new LinkedHashMap<>());
    all.put(stage, Math.round(seconds * 1000) / 1000.0);
  }

  /** Notes how the ranges settled from wave to wave. */
  synchronized void settlings(List<Settling> settlings) {
    if (!settlings.isEmpty()) {
      note("stopping", settlings.stream().map(RunLog::settling).toList());
    }
  }

  private static Map<String, Object> settling(Settling settling) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("wave", settling.wave());
    entry.put("samples", settling.samples());
    entry.put("settledShare", settling.share());
    entry.put("medianDecibels", settling.median());
    entry.put("worstDecibels", settling.worst());
    entry.put("leastStable", settling.quantizer());
    entry.put("settled", settling.settled());
    return entry;
  }

  /** How long each stage took so far. */
  @SuppressWarnings("unchecked")
  public synchronized Map<String, Double> stageSeconds() {
    return new LinkedHashMap<>((Map<String, Double>) values.getOrDefault("seconds", Map.of()));
  }

  synchronized void pass(String pass, ShardPlan plan, int computed, double seconds) {
    Map<String, Object> entry = entry(pass);
    entry.put("modelDigest", plan.modelDigest());
    entry.put("settingsDigest", plan.settingsDigest());
    entry.put("files", plan.files().stream().map(RunLog::file).toList());
    entry.put("shards", plan.shards().size());
    entry.put("shardsComputed", computed);
    seconds(pass, seconds);
  }

  private static Map<String, Object> file(dev.vernier.jobs.shard.InputFile file) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("path", file.path());
    entry.put("length", file.length());
    entry.put("modified", file.modified());
    entry.put("rows", file.rows());
    return entry;
  }

  synchronized void rows(String pass, PassLog log) {
    Map<String, Object> entry = entry(pass);
    entry.put("rowsRead", log.read());
    entry.put("rowsSelected", log.selected());
    entry.put("rowsBad", log.bad());
    entry.put("badRows", log.badRows().stream().map(RunLog::badRow).toList());
  }

  private static Map<String, Object> badRow(dev.vernier.pipeline.data.BadRow row) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("identity", row.identity());
    if (!row.key().isEmpty()) {
      entry.put("key", row.key());
    }
    entry.put("reason", row.reason());
    return entry;
  }

  @SuppressWarnings("unchecked")
  synchronized void shard(String pass, ShardReport report) {
    if (report.liveBytes() != LiveSet.UNKNOWN) {
      List<Object> samples =
          (List<Object>) entry(pass).computeIfAbsent("liveBytes", n -> new ArrayList<>());
      samples.add(report.liveBytes());
    }
  }

  private Map<String, Object> entry(String pass) {
    return passes.computeIfAbsent(pass, name -> new LinkedHashMap<>());
  }

  /** Everything noted, for JSON. */
  public synchronized Map<String, Object> toMap() {
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.put("passes", passes);
    return all;
  }
}
