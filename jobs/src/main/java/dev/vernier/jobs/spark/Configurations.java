package dev.vernier.jobs.spark;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The configuration of this JVM's tasks; making one reads Hadoop's defaults from its jar. */
final class Configurations {
  private static Map<String, String> settings;
  private static Configuration current;

  private Configurations() {}

  /** Hadoop's defaults with these settings. */
  static synchronized Configuration of(Map<String, String> wanted) {
    if (!wanted.equals(settings)) {
      Configuration made = new Configuration();
      wanted.forEach(made::set);
      settings = wanted;
      current = made;
    }
    return current;
  }
}
