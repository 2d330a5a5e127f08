package dev.vernier.quantize;

import dev.vernier.onnx.VernierException;

/**
 * Options of the range methods; each method reads its own.
 *
 * @param percentile of {@code percentile}: share of the values kept, in percent, from 50 to 100
 * @param entropyBins of {@code entropy}: bins of the linear histogram the search runs on, 512 to
 *     65536
 */
public record MethodOptions(double percentile, int entropyBins) {

  public MethodOptions {
    if (!(percentile >= 50 && percentile <= 100)) {
      throw new VernierException(
          "percentile = " + percentile + ": expected a number from 50 to 100, such as 99.999");
    }
    if (entropyBins < 512 || entropyBins > 65536) {
      throw new VernierException(
          "entropy bins = " + entropyBins + ": expected a whole number from 512 to 65536");
    }
  }

  public static MethodOptions defaults() {
    return new MethodOptions(99.999, 4096);
  }

  public MethodOptions withPercentile(double value) {
    return new MethodOptions(value, entropyBins);
  }

  public MethodOptions withEntropyBins(int bins) {
    return new MethodOptions(percentile, bins);
  }
}
