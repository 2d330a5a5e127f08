package dev.vernier.engine.ops.math;

import dev.vernier.engine.Dims;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An equation such as {@code bij,bjk->bik}: one term an operand, one label an axis. Labels are
 * characters; the axes of an ellipsis are labelled -1, -2, ... from the last backwards. Without an
 * arrow the result has the ellipsis first and then the labels that occur once, in character order.
 */
final class EinsumEquation {
  private static final String ELLIPSIS = "...";

  private final String[] terms;
  private final String result;

  EinsumEquation(String equation) {
    String text = equation.replace(" ", "");
    int arrow = text.indexOf("->");
    String left = arrow < 0 ? text : text.substring(0, arrow);
    terms = left.split(",", -1);
    result = arrow < 0 ? implicit(left) : text.substring(arrow + 2);
    for (String term : terms) {
      check(term, equation);
    }
    check(result, equation);
  }

  private static void check(String term, String equation) {
    String letters = term.replaceFirst("\\.\\.\\.", "");
    if (!letters.chars().allMatch(EinsumEquation::isLetter)) {
      throw new IllegalArgumentException(
          "attribute equation = '" + equation + "': term '" + term + "' has more than letters");
    }
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static String implicit(String left) {
    StringBuilder text = new StringBuilder(left.contains(ELLIPSIS) ? ELLIPSIS : "");
    left.chars()
        .filter(c -> isLetter(c) && left.indexOf(c) == left.lastIndexOf(c))
        .sorted()
        .forEach(c -> text.append((char) c));
    return text.toString();
  }

  /**
   * The equation for operands of given shapes.
   *
   * @param terms labels of each operand's axes
   * @param result labels of the result's axes
   * @param sizes the dimension of every label
   */
  record Labels(List<int[]> terms, int[] result, Map<Integer, Integer> sizes) {
    int[] resultDims() {
      int[] dims = new int[result.length];
      for (int i = 0; i < dims.length; i++) {
        if (!sizes.containsKey(result[i])) {
          throw new IllegalArgumentException("a label of the result is in no operand");
        }
        dims[i] = sizes.get(result[i]);
      }
      return dims;
    }
  }

  Labels resolve(List<int[]> shapes) {
    if (shapes.size() != terms.length) {
      throw new IllegalArgumentException(
          "the equation has " + terms.length + " terms for " + shapes.size() + " operands");
    }
    List<int[]> labels = new ArrayList<>();
    Map<Integer, Integer> sizes = new HashMap<>();
    int spanned = 0;
    for (int t = 0; t < terms.length; t++) {
      int rank = shapes.get(t).length;
      int letters = terms[t].replace(ELLIPSIS, "").length();
      boolean spans = terms[t].contains(ELLIPSIS);
      if (spans ? rank < letters : rank != letters) {
        throw new IllegalArgumentException(
            "term '" + terms[t] + "' does not fit shape " + Dims.text(shapes.get(t)));
      }
      spanned = Math.max(spanned, rank - letters);
      labels.add(labels(terms[t], rank - letters));
      collect(labels.get(t), shapes.get(t), sizes);
    }
    return new Labels(labels, labels(result, spanned), sizes);
  }

  private static int[] labels(String term, int spanned) {
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < term.length(); i++) {
      if (term.charAt(i) != '.') {
        labels.add((int) term.charAt(i));
        continue;
      }
      for (int s = spanned; s > 0; s--) {
        labels.add(-s);
      }
      i += ELLIPSIS.length() - 1;
    }
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void collect(int[] labels, int[] dims, Map<Integer, Integer> sizes) {
    for (int i = 0; i < labels.length; i++) {
      int known = sizes.getOrDefault(labels[i], 1);
      if (known != 1 && dims[i] != 1 && dims[i] != known) {
        throw new IllegalArgumentException("one label has dimensions " + known + " and " + dims[i]);
      }
      sizes.put(labels[i], known == 1 ? dims[i] : known);
    }
  }
}
