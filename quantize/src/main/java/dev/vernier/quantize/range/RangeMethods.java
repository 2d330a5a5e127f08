package dev.vernier.quantize.range;

import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.SampleAggregator;
import java.util.List;

/** The list of range methods; a new method is one class and one line here. */
public final class RangeMethods {

  /** The method that chooses among the others. */
  public static final String AUTO = "auto";

  private static final List<RangeSolver> METHODS =
      List.of(
          new AutoSolver(),
          new MinMaxSolver(),
          new PercentileSolver(),
          new EntropySolver(),
          new MseSolver(),
          new SqnrSolver(),
          SampleEstimateSolver.ofExtremes("mean-minmax", SampleAggregator.MEAN),
          SampleEstimateSolver.ofExtremes("median-minmax", SampleAggregator.MEDIAN),
          SampleEstimateSolver.ofExtremes(
              "mean-no-outliers-minmax", SampleAggregator.MEAN_NO_OUTLIERS),
          SampleEstimateSolver.ofExtremes(
              "median-no-outliers-minmax", SampleAggregator.MEDIAN_NO_OUTLIERS),
          SampleEstimateSolver.ofExtremes("hodges-lehmann-minmax", SampleAggregator.HODGES_LEHMANN),
          SampleEstimateSolver.ofQuantiles("mean-quantile", SampleAggregator.MEAN),
          SampleEstimateSolver.ofQuantiles("removal-outlier", SampleAggregator.MEAN),
          new RangeEstimatorSolver(),
          new MovingAverageSolver(),
          new L2HistogramSolver(),
          new HfmgSolver(),
          new IfmrSolver(),
          new OrtPercentileSolver(),
          new OrtEntropySolver(),
          new TensorRtEntropySolver(),
          new TensorRtPercentileSolver(),
          new TensorRtMseSolver(),
          new TorchHistogramSolver(),
          new TfLitePercentileSolver(),
          new TfLiteBruteForceSolver(),
          TfLiteExpansionSolver.fromFullest(),
          TfLiteExpansionSolver.fromMiddle());

  private RangeMethods() {}

  /** Names of all methods, in the order of tables. */
  public static List<String> names() {
    return METHODS.stream().map(RangeSolver::name).toList();
  }

  /** The method of that name; an unknown name fails with the list of names. */
  public static RangeSolver find(String name) {
    return METHODS.stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new VernierException(
                    "Unknown range method \""
                        + name
                        + "\": expected one of "
                        + String.join(", ", names())));
  }
}
