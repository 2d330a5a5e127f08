package dev.vernier.jobs;

import dev.vernier.conf.JobConfig;
import dev.vernier.pipeline.lease.Lease;
import dev.vernier.pipeline.nightly.NightlyCycle;
import dev.vernier.pipeline.nightly.NightlyOutcome;
import dev.vernier.pipeline.nightly.NightlyRules;
import dev.vernier.pipeline.registry.ModelRegistry;
import dev.vernier.pipeline.storage.FolderFiles;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The scheduled cycle of one day. */
@Command(
    name = "nightly",
    description = {
      "Runs one day's cycle over a registry of models: calibrates on the day's data, merges the"
          + " window of days, and, if the data have drifted from those of the model in force,"
          + " makes a new one, compares both on the day's validation data and publishes the new one"
          + " unless it loses too much.",
      "calibration.data names the day, as in /data/requests/date={date}. nightly.registry is the"
          + " folder of the registry. A day that was run before is not run again.",
      "Leaves report.html and report.json in the output folder, and the report in the registry.",
      "Exit status 0 if a model was published, 3 if the one in force stays."
    })
final class NightlyCommand implements Callable<Integer> {
  @Mixin private JobOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description = "The day; default: yesterday in UTC.")
  private LocalDate date;

  @Override
  public Integer call() {
    LocalDate day = date == null ? LocalDate.now(ZoneOffset.UTC).minusDays(1) : date;
    JobConfig job = options.load(DatedData.overrides(options.load(), day));
    String registry =
        job.nightly()
            .registry()
            .orElseThrow(
                () ->
                    new UsageException(
                        "nightly.registry is not set: name the folder of the registry"));
    PrintWriter err = spec.commandLine().getErr();
    try (Workflow work = new Workflow(job, err, options.restart());
        Lease lease =
            Lease.take(
                new ModelRegistry(registry, work.hadoop()).leaseFolder(),
                Workflow.PATIENCE,
                work.hadoop())) {
      work.rewrite(new FolderFiles(new Path(registry, "equalization"), work.hadoop()), lease);
      NightlyCycle cycle =
          new NightlyCycle(
              registry,
              NightlyRules.of(job),
              new WorkflowStages(work),
              text -> err.println("nightly " + day + ": " + text),
              work.hadoop());
      NightlyOutcome outcome = cycle.run(day, lease);
      work.finish(work.out().run());
      return finish(outcome);
    }
  }

  private int finish(NightlyOutcome outcome) {
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %s; version in force: %s. %s%n",
            outcome.date(),
            outcome.published() ? "published" : "not published",
            outcome.version() == 0 ? "none" : Long.toString(outcome.version()),
            outcome.reason());
    return new Summary("nightly")
        .put("date", outcome.date())
        .put("decision", outcome.decision().name())
        .put("reason", outcome.reason())
        .put("modelVersion", outcome.version())
        .finish(options.common(), outcome.published() ? ExitCode.DONE : ExitCode.GATE);
  }
}
