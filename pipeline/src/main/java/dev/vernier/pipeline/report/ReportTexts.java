package dev.vernier.pipeline.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How numbers are written on the page; the same in every language. */
final class ReportTexts {
  /** Stands where there is no value. */
  static final String NONE = "–";

  private ReportTexts() {}

  static String text(String format, Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, format, value);
  }

  static String percent(Double value) {
    return text("%.2f %%", value);
  }

  static String points(Double value) {
    return text("%.2f", value);
  }

  static String decibels(Double value) {
    return text("%.1f dB", value);
  }

  /** A share from 0 to 1 in percent. */
  static String share(Double value) {
    return value != null && value == 0 ? "0" : text("%.4f %%", value == null ? null : 100 * value);
  }

  static String bytes(long bytes) {
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f KB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.2f MB", bytes / 1e6);
  }

  static String range(double low, double high) {
    return number(low, 4) + " … " + number(high, 4);
  }

  /** A number with so many significant digits, never with an exponent. */
  static String number(double value, int digits) {
    return value == 0
        ? "0"
        : new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros().toPlainString();
  }
}
