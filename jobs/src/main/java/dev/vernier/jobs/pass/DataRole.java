package dev.vernier.jobs.pass;

import dev.vernier.conf.JobConfig;
import dev.vernier.conf.RowSelection;
import dev.vernier.conf.SampleLimit;
import java.util.List;

/** Which of a job's data sets is meant. */
enum DataRole {
  /** The data the ranges are learnt from. */
  CALIBRATION {
    @Override
    List<String> data(JobConfig job) {
      return job.calibration().data();
    }

    @Override
    RowSelection rows(JobConfig job) {
      return job.calibration().rows();
    }

    @Override
    SampleLimit samples(JobConfig job) {
      return job.calibration().samples();
    }
  },
  /** The data the result is judged on. */
  VALIDATION {
    @Override
    List<String> data(JobConfig job) {
      return job.validation().data();
    }

    @Override
    RowSelection rows(JobConfig job) {
      return job.validation().rows();
    }

    @Override
    SampleLimit samples(JobConfig job) {
      return job.validation().samples();
    }
  };

  abstract List<String> data(JobConfig job);

  abstract RowSelection rows(JobConfig job);

  abstract SampleLimit samples(JobConfig job);

  /** The section of the configuration. */
  String section() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
