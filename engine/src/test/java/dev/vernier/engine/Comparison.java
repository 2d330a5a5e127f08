package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Map;

/** Comparisons of tensors for tests. */
public final class Comparison {
  private Comparison() {}

  /** Names, types and shapes agree and all elements are within the tolerance. */
  public static void assertAgrees(
      Map<String, Tensor> actual, Map<String, Tensor> expected, Tolerance tolerance) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, tensor) -> assertAgrees(name, actual.get(name), tensor, tolerance));
  }

  /** Type and shape agree and all elements are within the tolerance. */
  public static void assertAgrees(
      String name, Tensor actual, Tensor expected, Tolerance tolerance) {
    assertThat(actual.type()).as("type of %s", name).isEqualTo(expected.type());
    assertThat(actual.dims()).as("shape of %s", name).isEqualTo(expected.dims());
    double scale = largest(expected);
    int worst = -1;
    double worstDistance = -1;
    for (int i = 0; i < expected.size(); i++) {
      double a = actual.doubleAt(i);
      double e = expected.doubleAt(i);
      double distance = Double.isNaN(a - e) ? Double.POSITIVE_INFINITY : Math.abs(a - e);
      if (!tolerance.accepts(e, a, scale) && distance > worstDistance) {
        worst = i;
        worstDistance = distance;
      }
    }
    if (worst >= 0) {
      fail(
          "%s %s at %d: expected %s, found %s (largest magnitude %s, %s)",
          name,
          expected,
          worst,
          expected.doubleAt(worst),
          actual.doubleAt(worst),
          scale,
          tolerance);
    }
  }

  /** The same bits in every element. */
  public static void assertSameBits(String name, Tensor actual, Tensor expected) {
    assertThat(actual.type()).as("type of %s", name).isEqualTo(expected.type());
    assertThat(actual.dims()).as("shape of %s", name).isEqualTo(expected.dims());
    for (int i = 0; i < expected.size(); i++) {
      long a = Double.doubleToLongBits(actual.doubleAt(i));
      long e = Double.doubleToLongBits(expected.doubleAt(i));
      if (a != e) {
        fail(
            "%s %s at %d: expected %s, found %s",
            name, expected, i, expected.doubleAt(i), actual.doubleAt(i));
      }
    }
  }

  /** The largest finite magnitude. */
  public static double largest(Tensor tensor) {
    double largest = 0;
    for (int i = 0; i < tensor.size(); i++) {
      double magnitude = Math.abs(tensor.doubleAt(i));
      if (magnitude > largest && !Double.isInfinite(magnitude)) {
        largest = magnitude;
      }
    }
    return largest;
  }
}
