package dev.vernier.conf;

/** Options of the range methods; each method reads its own. */
public record RangesConfig(
    @Setting(
            doc = "Power that errors count by in the mse method: 1, 2, 2.4, ...",
            byDefault = "2",
            min = 0.5,
            max = 8)
        double norm,
    @Setting(
            doc = "Weight of each further fold in the moving-average method.",
            byDefault = "0.125",
            min = 1e-6,
            max = 1)
        double averagingConstant,
    @Setting(
            doc =
                "About how many calibration samples, of the fold held out, the auto method runs its"
                    + " candidates on.",
            byDefault = "64",
            min = 1,
            max = 4096)
        int holdOutSamples,
    LowEstimatorConfig low,
    HighEstimatorConfig high,
    @Setting(
            doc =
                "Bins of the histogram of the l2-histogram, torch-histogram, ort-percentile and"
                    + " tensorrt methods.",
            byDefault = "2048",
            min = 256,
            max = 8192)
        int histogramBins,
    @Setting(
            doc = "Bins of the histogram of the ort-entropy-128 method.",
            byDefault = "128",
            min = 128,
            max = 8192)
        int ortEntropyBins,
    @Setting(
            doc = "Share of magnitudes inside the range, in percent, for tensorrt-percentile.",
            byDefault = "99.99",
            min = 50,
            max = 100)
        double tensorrtPercentile,
    @Setting(
            doc = "Bins of the histogram of the tflite methods.",
            byDefault = "256",
            min = 16,
            max = 512)
        int tfliteBins,
    @Setting(
            doc = "Percentile of the lower bound of tflite-percentile.",
            byDefault = "0.001",
            min = 0,
            max = 50)
        double tfliteMinPercentile,
    @Setting(
            doc = "Percentile of the upper bound of tflite-percentile.",
            byDefault = "99.999",
            min = 50,
            max = 100)
        double tfliteMaxPercentile,
    @Setting(
            doc = "Bins of the histogram of the hfmg method.",
            byDefault = "4096",
            min = 1024,
            max = 8192)
        int hfmgBins,
    IfmrConfig ifmr) {

  /** The lower bound of the range-estimator method. */
  public record LowEstimatorConfig(
      @Setting(
              doc = "What range-estimator takes of each sample for the lower bound.",
              byDefault = "min",
              oneOf = {"min", "max", "abs-max", "quantile", "abs-quantile"})
          String statistic,
      @Setting(
              doc = "What range-estimator makes of the samples' lower bounds.",
              byDefault = "mean",
              oneOf = {
                "min",
                "max",
                "mean",
                "median",
                "mean-no-outliers",
                "median-no-outliers",
                "hodges-lehmann"
              })
          String aggregator,
      @Setting(
              doc =
                  "Share of a sample's values below its quantile: 0.01, 0.001, 0.0001 or 0.00001.",
              byDefault = "0.0001",
              min = 0.00001,
              max = 0.01)
          double outlierProbability,
      @Setting(
              doc = "Share of samples that aggregators without outliers drop at each end.",
              byDefault = "0.01",
              min = 0,
              max = 0.49)
          double outlierShare) {}

  /** The upper bound of the range-estimator method. */
  public record HighEstimatorConfig(
      @Setting(
              doc = "What range-estimator takes of each sample for the upper bound.",
              byDefault = "max",
              oneOf = {"min", "max", "abs-max", "quantile", "abs-quantile"})
          String statistic,
      @Setting(
              doc = "What range-estimator makes of the samples' upper bounds.",
              byDefault = "mean",
              oneOf = {
                "min",
                "max",
                "mean",
                "median",
                "mean-no-outliers",
                "median-no-outliers",
                "hodges-lehmann"
              })
          String aggregator,
      @Setting(
              doc =
                  "Share of a sample's values above its quantile: 0.01, 0.001, 0.0001 or 0.00001.",
              byDefault = "0.0001",
              min = 0.00001,
              max = 0.01)
          double outlierProbability,
      @Setting(
              doc = "Share of samples that aggregators without outliers drop at each end.",
              byDefault = "0.01",
              min = 0,
              max = 0.49)
          double outlierShare) {}

  /** The search of the ifmr method. */
  public record IfmrConfig(
      @Setting(
              doc = "Smallest factor that ifmr tries on the bound.",
              byDefault = "0.7",
              min = 0.1,
              max = 10)
          double start,
      @Setting(
              doc = "Factors that ifmr tries stay below this.",
              byDefault = "1.3",
              min = 0.1,
              max = 10)
          double end,
      @Setting(doc = "Step of ifmr's factors.", byDefault = "0.01", min = 0.001, max = 1)
          double step,
      @Setting(
              doc = "Share of values within the bound that ifmr's factor 1 stands for.",
              byDefault = "0.999999",
              min = 0.5,
              max = 1)
          double percentile) {}
}
