package dev.vernier.quantize;

/** How bounds of single samples become one: the aggregators of OpenVINO POT and NNCF. */
public enum SampleAggregator {
  MIN,
  MAX,
  MEAN,
  MEDIAN,
  /** The mean without samples beyond the quantiles of the outlier share at both ends. */
  MEAN_NO_OUTLIERS,
  /** The median without samples beyond the quantiles of the outlier share at both ends. */
  MEDIAN_NO_OUTLIERS,
  /** Half of the median of the sums of all pairs of samples. */
  HODGES_LEHMANN
}
