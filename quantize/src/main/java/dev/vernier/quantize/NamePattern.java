package dev.vernier.quantize;

import dev.vernier.onnx.VernierException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a user writes to name nodes or tensors. Two are equal if their texts and kinds are. */
public final class NamePattern {

  private final String text;
  private final boolean regex;
  private final Pattern pattern;

  private NamePattern(String text, boolean regex, Pattern pattern) {
    this.text = text;
    this.regex = regex;
    this.pattern = pattern;
  }

  /** A name, in which {@code *} stands for any characters and {@code ?} for one. */
  public static NamePattern name(String text) {
    StringBuilder expression = new StringBuilder();
    for (char c : text.toCharArray()) {
      expression.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return new NamePattern(text, false, Pattern.compile(expression.toString()));
  }

  /**
   * A regular expression that must match the whole name.
   *
   * @param what what it names, for the message if it is none
   */
  public static NamePattern regex(String what, String text) {
    try {
      return new NamePattern(text, true, Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new VernierException(
          what + " \"" + text + "\" is not a regular expression: " + e.getDescription(), e);
    }
  }

  public boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamePattern that && text.equals(that.text) && regex == that.regex;
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + Boolean.hashCode(regex);
  }

  @Override
  public String toString() {
    return text;
  }
}
