package dev.vernier.jobs.spark;

import dev.vernier.conf.Redaction;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * The configuration of this JVM's tasks; making one reads Hadoop's defaults from its jar. What it
 * and the environment hold in confidence is hidden in this JVM from then on.
 */
final class Configurations {
  private static Map<String, String> settings;
  private static Configuration current;

  private Configurations() {}

  /** Hadoop's defaults with these settings. */
  static synchronized Configuration of(Map<String, String> wanted) {
    if (!wanted.equals(settings)) {
      Configuration made = new Configuration();
      wanted.forEach(made::set);
      Redaction.remember(wanted);
      Redaction.remember(System.getenv());
      settings = wanted;
      current = made;
    }
    return current;
  }
}
