package dev.vernier.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What this build is called. */
final class BuildInfo {
  private static final String VERSION = load();

  private BuildInfo() {}

  static String version() {
    return VERSION;
  }

  private static String load() {
    try (InputStream in = BuildInfo.class.getResourceAsStream("/vernier.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new IllegalStateException("vernier.properties belongs to the jar", e);
    }
  }
}
