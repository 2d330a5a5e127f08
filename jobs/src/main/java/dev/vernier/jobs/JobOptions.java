package dev.vernier.jobs;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that run a job. */
final class JobOptions {
  @Mixin private CommonOptions common;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration of the job; docs/configuration.md lists the keys.")
  private Path config;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Folder for the results; sets output.dir.")
  private Path out;

  @Option(
      names = "--restart",
      description = "Discard what an unfinished run has left instead of resuming it.")
  private boolean restart;

  CommonOptions common() {
    return common;
  }

  boolean restart() {
    return restart;
  }

  boolean hasConfig() {
    return config != null;
  }

  /** The configuration file with the command line laid over it. */
  JobConfig load() {
    return load(List.of());
  }

  /** The same with further {@code key=value} over it. */
  JobConfig load(List<String> further) {
    if (config == null) {
      throw new UsageException("missing option --config FILE");
    }
    List<String> all = overrides();
    all.addAll(further);
    return ConfigLoader.load(config, all);
  }

  /** A configuration from text, named for messages, with the command line laid over it. */
  JobConfig parse(String text, String source) {
    return ConfigLoader.parse(text, source, overrides());
  }

  private List<String> overrides() {
    List<String> all = new ArrayList<>();
    if (out != null) {
      all.add("output.dir=" + out);
    }
    all.addAll(common.overrides());
    return all;
  }

  Path config() {
    return config;
  }

  /** The output folder, also before there is a configuration. */
  Path outOr(String byDefault) {
    return out == null ? Path.of(byDefault) : out;
  }
}
