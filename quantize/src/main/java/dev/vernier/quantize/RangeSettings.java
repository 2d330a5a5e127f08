package dev.vernier.quantize;

import java.util.Objects;

/**
 * How ranges are chosen from statistics.
 *
 * @param method name of a range method, see {@code RangeMethods.names()}
 * @param options of the methods; each reads its own
 */
public record RangeSettings(String method, MethodOptions options) {

  public RangeSettings {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(options, "options");
  }

  public static RangeSettings defaults() {
    return new RangeSettings("auto", MethodOptions.defaults());
  }

  public RangeSettings withMethod(String value) {
    return new RangeSettings(value, options);
  }

  public RangeSettings withOptions(MethodOptions value) {
    return new RangeSettings(method, value);
  }
}
