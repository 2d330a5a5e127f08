package dev.vernier.pipeline.nightly;

import dev.vernier.pipeline.ValidationResult;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A new model and the one in force on the same data.
 *
 * @param candidate measures of the new model
 * @param inForce measures of the model in force, if there is one
 */
record Comparison(Map<String, Double> candidate, Optional<Map<String, Double>> inForce) {
  private static final double ALL = 100;
  private static final String AGREEMENT = "agreement";

  /** Of the candidates of a night. */
  static Comparison of(ValidationResult result, boolean isOneInForce) {
    return new Comparison(
        result.candidate(NightlyCycle.CANDIDATE).measures(),
        isOneInForce
            ? Optional.of(result.candidate(NightlyCycle.IN_FORCE).measures())
            : Optional.empty());
  }

  /** Why the new model must not take the old one's place; empty if it may. */
  Optional<String> objection(NightlyRules rules) {
    OptionalDouble loss = loss(candidate, rules);
    if (loss.isEmpty()) {
      return Optional.of(
          "there is no "
              + rules.drop().metric()
              + " and no agreement to judge it by; see validation.drop-metric");
    }
    if (loss.getAsDouble() > rules.drop().most()) {
      return Optional.of(
          text(
              "it loses %.3f, more than validation.max-drop = %.3f",
              loss.getAsDouble(), rules.drop().most()));
    }
    OptionalDouble old = inForce.map(m -> loss(m, rules)).orElse(OptionalDouble.empty());
    if (old.isPresent() && loss.getAsDouble() > old.getAsDouble() + rules.maxWorse()) {
      return Optional.of(
          text(
              "it loses %.3f, the model in force %.3f; nightly.max-worse = %.3f",
              loss.getAsDouble(), old.getAsDouble(), rules.maxWorse()));
    }
    return Optional.empty();
  }

  /** The losses of both in words. */
  String describe(NightlyRules rules) {
    String mine = text("it loses %.3f", loss(candidate, rules).orElse(Double.NaN));
    return inForce
        .map(m -> mine + text(", the model before %.3f", loss(m, rules).orElse(Double.NaN)))
        .orElse(mine);
  }

  /** What a model loses; without annotations, the share of answers that differ from FP32's. */
  private static OptionalDouble loss(Map<String, Double> measures, NightlyRules rules) {
    OptionalDouble drop = rules.drop().drop(measures);
    Double agreement = measures.get(AGREEMENT);
    return drop.isPresent() || agreement == null ? drop : OptionalDouble.of(ALL - agreement);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
