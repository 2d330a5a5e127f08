package dev.vernier.jobs.pass;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.ConfigWriter;
import dev.vernier.conf.JobConfig;
import dev.vernier.onnx.io.Sha256;
import java.io.Serializable;
import java.util.List;

/** A job's configuration as text, which is how it reaches executors. */
record JobText(String text) implements Serializable {
  private static final long serialVersionUID = 1L;

  static JobText of(JobConfig job) {
    return new JobText(ConfigWriter.render(job));
  }

  JobConfig parse() {
    return ConfigLoader.parse(text, "the job's configuration", List.of());
  }

  String digest() {
    return Sha256.hexOf(text);
  }
}
