package dev.vernier.jobs.pass;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.ConfigWriter;
import dev.vernier.conf.JobConfig;
import dev.vernier.engine.channelslast.Winograd;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.Sha256;
import java.io.Serializable;
import java.util.List;

/**
 * A job's configuration as text, which is how it reaches executors, and how the driver computes
 * convolutions, which every executor must do alike.
 */
record JobText(String text, boolean winograd) implements Serializable {
  private static final long serialVersionUID = 2L;

  static JobText of(JobConfig job) {
    return new JobText(ConfigWriter.render(job), Winograd.enabled());
  }

  /** The configuration; fails if this JVM would compute other results than the driver. */
  JobConfig parse() {
    if (Winograd.enabled() != winograd) {
      throw new VernierException(
          "this machine computes convolutions differently: its system property "
              + Winograd.SWITCH
              + " is "
              + Winograd.enabled()
              + ", the driver's is "
              + winograd
              + ". Set it alike in spark.driver.extraJavaOptions and"
              + " spark.executor.extraJavaOptions, or not at all");
    }
    return ConfigLoader.parse(text, "the job's configuration", List.of());
  }

  /** What results depend on beside the settings. */
  String arithmetic() {
    return winograd ? "" : "direct convolutions";
  }

  String digest() {
    return Sha256.hexOf(text + arithmetic());
  }
}
