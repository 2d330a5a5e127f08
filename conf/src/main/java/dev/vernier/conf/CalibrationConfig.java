package dev.vernier.conf;

import java.util.List;

/** The data the ranges are learnt from. */
public record CalibrationConfig(
    @Setting(doc = "Parquet files, folders or globs with the calibration rows.", byDefault = "[]")
        List<String> data,
    @Setting(
            doc = "all, or a number N: the N rows with the smallest identity hashes.",
            byDefault = "all")
        SampleLimit samples,
    RowSelection rows,
    StoppingConfig stopping) {

  /** Copies the list. */
  public CalibrationConfig {
    data = List.copyOf(data);
  }
}
