package dev.vernier.pipeline.control;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.metric.CandidateState;
import dev.vernier.quantize.plan.GraphIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * How much each operator's quantization distorts: by itself, all others in floating point, on a few
 * rows chosen by hash, side by side; and together with the others, as the quantized model has it.
 */
public final class Sensitivity {
  private final CandidateSource source;
  private final TrialRunner runner;
  private final TrialRows rows;
  private final int sideBySide;

  /**
   * A measurement.
   *
   * @param samples rows on which operators are measured alone
   * @param sideBySide candidates of one pass
   */
  public Sensitivity(CandidateSource source, TrialRunner runner, int samples, int sideBySide) {
    this.source = source;
    this.runner = runner;
    this.rows = new TrialRows(java.util.Optional.empty(), OptionalInt.of(samples));
    this.sideBySide = sideBySide;
  }

  /**
   * One line an operator, the most damaging first.
   *
   * @param prepared the floating-point model that is quantized
   * @param quantized the quantized model
   * @param whole what validation measured of the quantized model
   * @param saturation share of calibration values beyond the range of a tensor; null if unknown
   */
  public List<OperatorSensitivity> measure(
      Recipe recipe,
      OnnxModel prepared,
      OnnxModel quantized,
      CandidateState whole,
      Function<String, Double> saturation) {
    List<Node> operators = source.integerOperators(recipe);
    List<CandidateState> alone = new ArrayList<>();
    for (int start = 0; start < operators.size(); start += sideBySide) {
      int end = Math.min(operators.size(), start + sideBySide);
      alone.addAll(pass(recipe, operators, start, end));
    }
    WeightErrors weights = new WeightErrors(prepared, quantized);
    List<OperatorSensitivity> lines = new ArrayList<>();
    for (int i = 0; i < operators.size(); i++) {
      double[] weight = weights.of(operators.get(i)).orElse(null);
      lines.add(line(operators.get(i), alone.get(i).measures(), whole, weight, saturation));
    }
    lines.sort(
        Comparator.comparingDouble(
            l -> l.isolatedSqnr() == null ? Double.NEGATIVE_INFINITY : l.isolatedSqnr()));
    return lines;
  }

  private List<CandidateState> pass(Recipe recipe, List<Node> operators, int start, int end) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = start; i < end; i++) {
      String own = GraphIndex.key(operators.get(i));
      List<String> others = new ArrayList<>(recipe.reverted());
      operators.stream().map(GraphIndex::key).filter(k -> !k.equals(own)).forEach(others::add);
      candidates.add(new Candidate("alone-" + (i + 1), source.sketch(recipe.reverting(others))));
    }
    ValidationResult result = runner.run("sensitivity", candidates, rows);
    return candidates.stream().map(c -> result.candidate(c.name())).toList();
  }

  private static OperatorSensitivity line(
      Node node,
      Map<String, Double> alone,
      CandidateState whole,
      double[] weight,
      Function<String, Double> saturation) {
    String key = GraphIndex.key(node);
    Double worst =
        node.inputs().stream()
            .map(saturation)
            .filter(s -> s != null)
            .max(Double::compare)
            .orElse(null);
    return new OperatorSensitivity(
        key,
        node.opType(),
        alone.get("sqnr"),
        alone.get("cosine"),
        alone.get("divergence"),
        whole.tensorSqnr().decibels().get(key),
        whole.tensorSqnr().cosines().get(key),
        weight == null ? null : weight[0],
        weight == null ? null : weight[1],
        worst);
  }
}
