package dev.vernier.jobs;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.lease.Lease;
import dev.vernier.pipeline.registry.Manifest;
import dev.vernier.pipeline.registry.ModelRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Published models: what there is, and going back. */
@Command(
    name = "registry",
    synopsisSubcommandLabel = "COMMAND",
    description = "Lists the models that 'nightly' has published, or goes back to an older one.")
final class RegistryCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Explain this command.")
  @SuppressWarnings("unused") // read by the command line library
  private boolean help;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? expected list or rollback");
  }

  @Command(
      name = "list",
      description = "Lists the versions with their days and what they replaced; * is in force.")
  int list(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "REGISTRY", description = "Folder of the registry.") String folder) {
    ModelRegistry registry = new ModelRegistry(folder, new Configuration());
    long inForce = registry.current().map(Manifest::version).orElse(0L);
    Table table = new Table().line("version", "", "date", "replaces", "window");
    List<Map<String, Object>> all =
        registry.versions().stream().map(version -> line(version, inForce, table)).toList();
    spec.commandLine().getOut().print(table);
    return new Summary("registry list")
        .put("inForce", inForce)
        .put("versions", all)
        .finish(common, ExitCode.DONE);
  }

  private static Map<String, Object> line(Manifest version, long inForce, Table table) {
    Map<String, String> facts = version.provenance();
    table.line(
        version.version(),
        version.version() == inForce ? "*" : "",
        facts.getOrDefault("date", Measures.NONE),
        facts.getOrDefault("replaces", Measures.NONE),
        facts.getOrDefault("window", Measures.NONE));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("version", version.version());
    values.put("provenance", facts);
    values.put("files", version.files());
    return values;
  }

  @Command(
      name = "rollback",
      description = "Puts the version that was in force before, or the one given, in force again.")
  int rollback(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "REGISTRY", description = "Folder of the registry.") String folder,
      @Option(names = "--to", paramLabel = "VERSION", description = "The version to go back to.")
          Long to) {
    Configuration hadoop = new Configuration();
    ModelRegistry registry = new ModelRegistry(folder, hadoop);
    try (Lease lease = Lease.take(registry.leaseFolder(), Workflow.PATIENCE, hadoop)) {
      long target = to == null ? previous(registry, folder) : to;
      Manifest manifest = registry.use(target, lease);
      spec.commandLine()
          .getOut()
          .printf("in force: version %d, %s%n", target, registry.folder(target));
      return new Summary("registry rollback")
          .put("inForce", target)
          .put("provenance", manifest.provenance())
          .finish(common, ExitCode.DONE);
    }
  }

  private static long previous(ModelRegistry registry, String folder) {
    return registry
        .previous()
        .map(Manifest::version)
        .orElseThrow(
            () ->
                new VernierException(
                    folder
                        + ": there is no version that was in force before; 'registry list' shows"
                        + " what there is"));
  }
}
