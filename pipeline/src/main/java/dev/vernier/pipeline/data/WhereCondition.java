package dev.vernier.pipeline.data;

import dev.vernier.onnx.VernierException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on columns: comparisons of a column with a number or a quoted text, joined by {@code
 * and}. Neither a null nor NaN satisfies a comparison.
 */
final class WhereCondition {
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*([A-Za-z_][\\w.-]*|`[^`]+`)\\s*(<=|>=|!=|<>|==|=|<|>)\\s*"
              + "('(?:[^']|'')*'|[-+]?[0-9.]+(?:[eE][-+]?\\d+)?)\\s*");
  private static final Pattern AND = Pattern.compile("(?i)and\\s+");

  private record Comparison(String column, String operator, Comparable<?> literal) {}

  private final List<Comparison> comparisons;

  private WhereCondition(List<Comparison> comparisons) {
    this.comparisons = List.copyOf(comparisons);
  }

  /** Reads a condition; the failure names the place that was not understood. */
  static WhereCondition parse(String text) {
    List<Comparison> found = new ArrayList<>();
    int at = 0;
    Matcher matcher = COMPARISON.matcher(text);
    while (matcher.find(at) && matcher.start() == at) {
      found.add(comparison(matcher, text));
      at = matcher.end();
      if (at == text.length()) {
        return new WhereCondition(found);
      }
      Matcher and = AND.matcher(text).region(at, text.length());
      if (!and.lookingAt()) {
        break;
      }
      at = and.end();
    }
    throw unreadable(text, text.substring(at));
  }

  private static VernierException unreadable(String text, String rest) {
    return new VernierException(
        "where = \""
            + text
            + "\": cannot read from \""
            + rest
            + "\"; expected comparisons such as split = 'train' and label < 500");
  }

  private static Comparison comparison(Matcher matcher, String text) {
    String column = matcher.group(1).replace("`", "");
    String literal = matcher.group(3);
    if (literal.startsWith("'")) {
      String inner = literal.substring(1, literal.length() - 1).replace("''", "'");
      return new Comparison(column, matcher.group(2), inner);
    }
    try {
      return new Comparison(column, matcher.group(2), new BigDecimal(literal));
    } catch (NumberFormatException e) {
      throw unreadable(text, literal);
    }
  }

  List<String> columns() {
    return comparisons.stream().map(Comparison::column).toList();
  }

  boolean test(Row row) {
    return comparisons.stream().allMatch(c -> test(c, row.columns().get(c.column())));
  }

  private static boolean test(Comparison comparison, Object value) {
    if (value == null || (value instanceof Number n && Double.isNaN(n.doubleValue()))) {
      return false;
    }
    int order = compare(comparison, value);
    return switch (comparison.operator()) {
      case "=", "==" -> order == 0;
      case "!=", "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static int compare(Comparison comparison, Object value) {
    if (comparison.literal() instanceof String text && value instanceof String s) {
      return s.compareTo(text);
    } else if (comparison.literal() instanceof BigDecimal number && value instanceof Number n) {
      return compare(n, number);
    }
    throw new VernierException(
        "where: column '"
            + comparison.column()
            + "' holds "
            + value.getClass().getSimpleName()
            + " and cannot be compared with "
            + comparison.literal());
  }

  private static int compare(Number value, BigDecimal literal) {
    double d = value.doubleValue();
    if (Double.isFinite(d)) {
      return new BigDecimal(value.toString()).compareTo(literal);
    }
    return d < 0 ? -1 : 1;
  }
}
