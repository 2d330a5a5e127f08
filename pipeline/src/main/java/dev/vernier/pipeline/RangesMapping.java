package dev.vernier.pipeline;

import dev.vernier.conf.QuantizationConfig;
import dev.vernier.conf.RangesConfig;
import dev.vernier.quantize.BoundEstimator;
import dev.vernier.quantize.BoundStatistic;
import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.PeerOptions;
import dev.vernier.quantize.SampleAggregator;
import java.util.Locale;

/** From the words of a job file to the options of the range methods. */
final class RangesMapping {
  private RangesMapping() {}

  static MethodOptions options(QuantizationConfig config) {
    RangesConfig ranges = config.ranges();
    return new MethodOptions(
        config.percentile(),
        config.entropyBins(),
        ranges.norm(),
        ranges.averagingConstant(),
        low(ranges.low()),
        high(ranges.high()),
        peers(ranges));
  }

  private static BoundEstimator low(RangesConfig.LowEstimatorConfig bound) {
    return new BoundEstimator(
        BoundStatistic.valueOf(constant(bound.statistic())),
        SampleAggregator.valueOf(constant(bound.aggregator())),
        bound.outlierProbability(),
        bound.outlierShare());
  }

  private static BoundEstimator high(RangesConfig.HighEstimatorConfig bound) {
    return new BoundEstimator(
        BoundStatistic.valueOf(constant(bound.statistic())),
        SampleAggregator.valueOf(constant(bound.aggregator())),
        bound.outlierProbability(),
        bound.outlierShare());
  }

  private static PeerOptions peers(RangesConfig ranges) {
    RangesConfig.IfmrConfig ifmr = ranges.ifmr();
    return new PeerOptions(
        ranges.histogramBins(),
        ranges.ortEntropyBins(),
        ranges.tensorrtPercentile(),
        ranges.tfliteBins(),
        ranges.tfliteMinPercentile(),
        ranges.tfliteMaxPercentile(),
        ranges.hfmgBins(),
        new PeerOptions.Ifmr(ifmr.start(), ifmr.end(), ifmr.step(), ifmr.percentile()));
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
