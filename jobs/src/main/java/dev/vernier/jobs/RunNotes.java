package dev.vernier.jobs;

import dev.vernier.jobs.pass.RunLog;
import dev.vernier.kernels.KernelsProvider;
import java.time.Instant;

/** Circumstances of a run. */
final class RunNotes {
  private RunNotes() {}

  static void environment(RunLog log, String master) {
    log.note("version", BuildInfo.version());
    log.note("started", Instant.now().toString());
    log.note("master", master);
    log.note("java", System.getProperty("java.runtime.version"));
    log.note("kernels", KernelsProvider.kernels().name());
  }
}
