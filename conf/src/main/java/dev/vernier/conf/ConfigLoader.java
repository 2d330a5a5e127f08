package dev.vernier.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException.Parse;
import com.typesafe.config.ConfigException.UnresolvedSubstitution;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a job file, lays the overrides of the command line over it and binds the result. */
public final class ConfigLoader {
  static final String COMMAND_LINE = "command line";

  private ConfigLoader() {}

  /**
   * The job a file describes. Overrides are {@code key=value}; a value that starts with a bracket,
   * brace or quote is HOCON, any other is taken as it stands.
   *
   * @throws ConfigException with every problem found
   */
  public static JobConfig load(Path file, List<String> overrides) {
    if (!Files.isRegularFile(file)) {
      throw single(file.toString(), "", "no such configuration file");
    }
    ConfigParseOptions options = ConfigParseOptions.defaults().setAllowMissing(false);
    try {
      Config parsed = ConfigFactory.parseFile(file.toFile(), options);
      return bind(parsed, overrides, file.toString());
    } catch (Parse e) {
      throw single(file.toString(), "", "not valid HOCON: " + e.getMessage());
    }
  }

  /** The job a text describes; {@code source} names it in problems. */
  public static JobConfig parse(String text, String source, List<String> overrides) {
    ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(source);
    try {
      return bind(ConfigFactory.parseString(text, options), overrides, source);
    } catch (Parse e) {
      throw single(source, "", "not valid HOCON: " + e.getMessage());
    }
  }

  private static JobConfig bind(Config parsed, List<String> overrides, String source) {
    Binder binder = new Binder(source);
    Config config = resolve(overlay(parsed, overrides, binder.problems()), source);
    JobConfig job = binder.bind(JobConfig.class, "", config.root());
    List<Problem> problems = new ArrayList<>(binder.problems());
    if (job != null) {
      problems.addAll(Consistency.problems(job, source));
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return job;
  }

  private static Config resolve(Config config, String source) {
    try {
      return config.resolve();
    } catch (UnresolvedSubstitution e) {
      throw single(source, "", e.getMessage());
    }
  }

  private static Config overlay(Config base, List<String> overrides, List<Problem> problems) {
    Config result = base;
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals <= 0) {
        problems.add(new Problem(COMMAND_LINE, override, "", "expected key=value"));
        continue;
      }
      String key = override.substring(0, equals).strip();
      result = with(result, key, override.substring(equals + 1).strip(), problems);
    }
    return result;
  }

  private static Config with(Config base, String key, String text, List<Problem> problems) {
    try {
      return base.withValue(key, value(text));
    } catch (com.typesafe.config.ConfigException e) {
      problems.add(
          new Problem(COMMAND_LINE, key, text, "not a key and a value: " + e.getMessage()));
      return base;
    }
  }

  private static ConfigValue value(String text) {
    boolean hocon = text.startsWith("[") || text.startsWith("{") || text.startsWith("\"");
    if (!hocon) {
      return ConfigValueFactory.fromAnyRef(text, COMMAND_LINE);
    }
    ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(COMMAND_LINE);
    return ConfigFactory.parseString("v = " + text, options).root().get("v");
  }

  private static ConfigException single(String origin, String key, String expected) {
    return new ConfigException(List.of(new Problem(origin, key, "", expected)));
  }
}
