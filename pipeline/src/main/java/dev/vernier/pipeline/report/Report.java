package dev.vernier.pipeline.report;

import dev.vernier.pipeline.control.OperatorSensitivity;
import dev.vernier.pipeline.stopping.Settling;
import java.util.List;
import java.util.Map;

/**
 * A job's outcome as plain values; the content of {@code report.json}. Shares are from 0 to 1,
 * accuracies in percent; a value that does not exist is null.
 *
 * @param model name of the model
 * @param modelDigest content digest of the floating-point model
 * @param referenceBytes size of the floating-point model
 * @param method the range method of the delivered model; null if there is no such model
 * @param scheme number formats in one line; null like the method
 * @param calibration rows of the calibration pass
 * @param validation rows of the validation pass; null without one
 * @param candidates every quantized model, the delivered one first
 * @param tensors every quantizer of the delivered model
 * @param nodes what became of every node
 * @param control the trials of accuracy control; null without any
 * @param sensitivity what each operator's quantization does, the most damaging first
 * @param stability how much each range would move with other data, the least stable first
 * @param stopping how the ranges settled from wave to wave; empty if every row was to be used
 * @param night what a night decided; null if it was none
 * @param drift since the model in force was made; null if it was not measured
 * @param seconds how long each stage took
 * @param facts versions, durations and whatever else a run wants to tell, in order
 */
public record Report(
    String model,
    String modelDigest,
    long referenceBytes,
    String method,
    String scheme,
    Rows calibration,
    Rows validation,
    List<CandidateLine> candidates,
    List<TensorLine> tensors,
    List<NodeLine> nodes,
    ControlLine control,
    List<OperatorSensitivity> sensitivity,
    List<StabilityLine> stability,
    List<Settling> stopping,
    NightLine night,
    DriftLine drift,
    Map<String, Double> seconds,
    Map<String, String> facts) {

  /** What a pass made of its rows. */
  public record Rows(long read, long selected, long used, long bad, List<String> badRows) {}

  /**
   * One quantized model.
   *
   * @param measures by name, see docs/formats/report.md
   */
  public record CandidateLine(
      String method, long bytes, double seconds, Map<String, Double> measures) {}

  /**
   * One quantizer.
   *
   * @param tensors the tensors that share it
   * @param low smallest representable value
   * @param high largest representable value
   * @param observedMin smallest value seen in calibration
   * @param observedMax largest value seen in calibration
   * @param saturation share of calibration values beyond the representable ones
   * @param sqnr decibels on the sampled validation rows
   * @param histogram relative heights from 0 to 1 of equal bins from observedMin to observedMax
   */
  public record TensorLine(
      String name,
      List<String> tensors,
      String method,
      String type,
      double low,
      double high,
      double scale,
      int zeroPoint,
      Double observedMin,
      Double observedMax,
      Double saturation,
      Double sqnr,
      List<Double> histogram) {}

  /**
   * How much a quantizer's range would move with other data, see docs/methods.md.
   *
   * @param minError standard error of the lower end
   * @param maxError standard error of the upper end
   * @param largestMove the most that leaving out one fold moves an end, as a share of the width
   * @param decibels of SQNR that other data would cost
   */
  public record StabilityLine(
      String name,
      double low,
      double high,
      double minError,
      double maxError,
      double largestMove,
      double decibels) {}

  /** One node and why it is or is not computed in integers. */
  public record NodeLine(String name, String type, boolean quantized, String reason) {}

  /**
   * What accuracy control did.
   *
   * @param metric the measure whose loss is limited
   * @param unit of losses
   * @param maxDrop the limit
   * @param kept whether the delivered model keeps it on the confirming half and on all rows
   * @param operators operators that could be computed in integers
   * @param raised those of them that read and write 16 bits
   * @param reverted those of them left in floating point
   * @param overrides settings of the delivered model that are not the configured ones
   * @param looks candidates that were measured on the confirming half
   * @param trials every trial in order
   */
  public record ControlLine(
      String metric,
      String unit,
      double maxDrop,
      boolean kept,
      int operators,
      List<String> raised,
      List<String> reverted,
      List<String> overrides,
      int looks,
      List<TrialLine> trials) {}

  /**
   * One candidate over some rows.
   *
   * @param used rows that counted
   * @param score distortion of the outputs by which candidates are ranked
   * @param rankingDrop loss on the half that ranks
   * @param confirmingDrop loss on the half that confirms
   * @param drop loss on all rows of the trial
   */
  public record TrialLine(
      int number,
      String stage,
      List<String> overrides,
      List<String> raised,
      List<String> reverted,
      String rows,
      long used,
      Double score,
      Double rankingDrop,
      Double confirmingDrop,
      Double drop) {}
}
