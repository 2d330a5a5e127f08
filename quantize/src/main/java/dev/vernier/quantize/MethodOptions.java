package dev.vernier.quantize;

import dev.vernier.onnx.VernierException;
import java.util.Objects;

/**
 * Options of the range methods; each method reads its own.
 *
 * @param percentile of {@code percentile}: share of the values kept, in percent, from 50 to 100
 * @param entropyBins of {@code entropy}: bins of the linear histogram the search runs on, 512 to
 *     65536
 * @param norm of {@code mse}: the power each error counts by, from 0.5 to 8
 * @param averagingConstant of {@code moving-average}: weight of each further fold, above 0 to 1
 * @param low of {@code range-estimator}: how the lower bound is estimated
 * @param high of {@code range-estimator}: how the upper bound is estimated
 * @param peers of the methods that follow other systems
 */
public record MethodOptions(
    double percentile,
    int entropyBins,
    double norm,
    double averagingConstant,
    BoundEstimator low,
    BoundEstimator high,
    PeerOptions peers) {

  public MethodOptions {
    Checks.within("percentile (such as 99.999)", percentile, 50, 100);
    Checks.within("entropy bins", entropyBins, 512, 65536);
    Checks.within("norm", norm, 0.5, 8);
    Checks.within("averaging constant", averagingConstant, Double.MIN_VALUE, 1);
    Objects.requireNonNull(low, "low");
    Objects.requireNonNull(high, "high");
    Objects.requireNonNull(peers, "peers");
  }

  public static MethodOptions defaults() {
    return new MethodOptions(
        99.999,
        4096,
        2,
        0.125,
        BoundEstimator.mean(BoundStatistic.MIN),
        BoundEstimator.mean(BoundStatistic.MAX),
        PeerOptions.defaults());
  }

  public MethodOptions withPercentile(double value) {
    return new MethodOptions(value, entropyBins, norm, averagingConstant, low, high, peers);
  }

  public MethodOptions withEntropyBins(int value) {
    return new MethodOptions(percentile, value, norm, averagingConstant, low, high, peers);
  }

  public MethodOptions withNorm(double value) {
    return new MethodOptions(percentile, entropyBins, value, averagingConstant, low, high, peers);
  }

  public MethodOptions withAveragingConstant(double value) {
    return new MethodOptions(percentile, entropyBins, norm, value, low, high, peers);
  }

  /** The same options with other estimators of {@code range-estimator}. */
  public MethodOptions withEstimators(BoundEstimator lower, BoundEstimator upper) {
    return new MethodOptions(percentile, entropyBins, norm, averagingConstant, lower, upper, peers);
  }

  public MethodOptions withPeers(PeerOptions value) {
    return new MethodOptions(percentile, entropyBins, norm, averagingConstant, low, high, value);
  }

  /** Checks of options, worded alike. */
  static final class Checks {
    private Checks() {}

    static void within(String option, double value, double least, double most) {
      if (!(value >= least && value <= most)) {
        throw new VernierException(
            option + " = " + value + ": expected a number from " + least + " to " + most);
      }
    }
  }
}
