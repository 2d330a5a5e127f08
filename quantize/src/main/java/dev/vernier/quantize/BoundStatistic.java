package dev.vernier.quantize;

/** What one sample says of a bound: the statistics of OpenVINO POT and NNCF. */
public enum BoundStatistic {
  MIN,
  MAX,
  ABS_MAX,
  /** The outlier probability's quantile for a lower bound, that of the rest for an upper one. */
  QUANTILE,
  /** The quantile of the magnitudes that leaves the outlier probability above it. */
  ABS_QUANTILE
}
