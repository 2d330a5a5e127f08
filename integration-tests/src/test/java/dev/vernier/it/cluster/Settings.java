package dev.vernier.it.cluster;

import dev.vernier.it.Run;
import dev.vernier.jobs.shard.Faults;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** System properties during a run in this JVM; Spark takes its settings from them. */
final class Settings {
  private Settings() {}

  static Run during(Map<String, String> properties, String faults, Supplier<Run> run) {
    Map<String, String> all = new HashMap<>(properties);
    all.put(Faults.PROPERTY, faults);
    all.forEach(System::setProperty);
    try {
      return run.get();
    } finally {
      all.keySet().forEach(System::clearProperty);
    }
  }
}
