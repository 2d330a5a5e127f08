package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.List;
import java.util.Optional;

/** Operators that are left out on purpose, each with the reason. */
public final class ExcludedOperators {
  private static final int DROPOUT_MODE = 2;
  private static final String TRAINING = "only training uses it";
  private static final String STRINGS = "strings and regular expressions are not computed with";
  private static final String RANDOM = "its results are random, so nothing can be calibrated on it";
  private static final String OTHERS = "every implementation has others: types and shapes are held";
  private static final String CLASSICAL = "operators of classical machine learning are no networks";

  private static final List<Entry> ENTRIES =
      List.of(
          Entry.mode("", "BatchNormalization", "training_mode", TRAINING),
          Entry.of("", "Bernoulli", RANDOM),
          Entry.mode("", "Dropout", "training_mode", TRAINING),
          Entry.of("", "ImageDecoder", "images are decoded before a model is run"),
          Entry.numbers("Multinomial"),
          Entry.numbers("RandomNormal"),
          Entry.numbers("RandomNormalLike"),
          Entry.numbers("RandomUniform"),
          Entry.numbers("RandomUniformLike"),
          Entry.of("", "RegexFullMatch", STRINGS),
          Entry.of("", "StringConcat", STRINGS),
          Entry.of("", "StringNormalizer", STRINGS),
          Entry.of("", "StringSplit", STRINGS),
          Entry.of("ai.onnx.ml", Entry.ALL, CLASSICAL),
          Entry.of("ai.onnx.preview.training", Entry.ALL, TRAINING),
          Entry.of("ai.onnx.training", Entry.ALL, TRAINING));

  /**
   * An operator, all of a domain, or one mode of an operator, with the reason why it is left out.
   *
   * @param opType {@link #ALL} for the whole domain
   * @param mode the attribute or input that turns the mode on, {@link #NUMBERS}, or empty if the
   *     operator is left out
   */
  public record Entry(String domain, String opType, String mode, String reason) {
    /** Stands for every operator of a domain. */
    public static final String ALL = "*";

    /** The operator runs, but nothing is claimed of its random numbers. */
    public static final String NUMBERS = "numbers";

    private static Entry of(String domain, String opType, String reason) {
      return new Entry(domain, opType, "", reason);
    }

    private static Entry mode(String domain, String opType, String mode, String reason) {
      return new Entry(domain, opType, mode, reason);
    }

    /** An operator that runs, but whose numbers are its own. */
    private static Entry numbers(String opType) {
      return new Entry("", opType, NUMBERS, OTHERS);
    }

    private boolean covers(String ofDomain, String type) {
      return domain.equals(ofDomain) && (opType.equals(ALL) || opType.equals(type));
    }

    private boolean covers(Node node) {
      return covers(node.domain(), node.opType()) && (mode.isEmpty() || isOn(node));
    }

    /** Dropout has its mode as an input; whether it is on is known at run time only. */
    private boolean isOn(Node node) {
      return node.intAttribute(mode, 0) != 0
          || (opType.equals("Dropout") && node.hasInput(DROPOUT_MODE));
    }
  }

  private ExcludedOperators() {}

  /** The whole list, by domain and name. */
  public static List<Entry> entries() {
    return ENTRIES;
  }

  /** Why an operator is left out; empty if it is not, whether or not it is supported. */
  public static Optional<String> reason(String domain, String opType) {
    return ENTRIES.stream()
        .filter(entry -> entry.mode.isEmpty() && entry.covers(domain, opType))
        .map(Entry::reason)
        .findFirst();
  }

  /** Why a node is left out, or would be if its mode is on; empty if it is not. */
  public static Optional<String> reason(Node node) {
    return ENTRIES.stream().filter(entry -> entry.covers(node)).map(Entry::reason).findFirst();
  }

  /** Whether a node's results are random numbers, so that only types and shapes can be compared. */
  public static boolean isRandom(Node node) {
    return ENTRIES.stream()
        .anyMatch(e -> e.mode.equals(Entry.NUMBERS) && e.covers(node.domain(), node.opType()));
  }

  /** Why values of an element type are left out; empty if they are not. */
  public static Optional<String> reason(DataType type) {
    return type == DataType.STRING ? Optional.of(STRINGS) : Optional.empty();
  }
}
