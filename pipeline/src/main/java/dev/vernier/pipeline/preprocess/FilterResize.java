package dev.vernier.pipeline.preprocess;

import java.util.function.DoubleUnaryOperator;

/**
 * Resizes by convolution with a filter, first along rows, then along columns, with 8 bits kept
 * between. A new pixel's weights are the filter at the distances of old pixel centres from its own
 * centre; when shrinking, the filter is stretched by the scale, which suppresses aliasing. Weights
 * are normalised to sum to one and rounded to fixed point of 22 fraction bits, so that the result
 * is the same integer arithmetic everywhere, and Pillow's.
 */
final class FilterResize {
  /** Fraction bits that leave room for 8-bit values, 2 bits of overshoot and the sign in 32. */
  private static final int PRECISION = 32 - 8 - 2;

  /** A filter and how far from its centre it is not zero. */
  record Filter(double support, DoubleUnaryOperator weight) {}

  static final Filter TRIANGLE = new Filter(1, x -> Math.max(0, 1 - Math.abs(x)));
  static final Filter CUBIC = new Filter(2, FilterResize::cubic);

  /** For each new position: the first old one and the weights from it on. */
  private record Weights(int[] first, int[][] fixed) {}

  private FilterResize() {}

  static Pixels to(Pixels image, int width, int height, Filter filter) {
    Pixels wide =
        width == image.width() ? image : alongRows(image, weights(image.width(), width, filter));
    return height == image.height()
        ? wide
        : alongColumns(wide, weights(image.height(), height, filter));
  }

  /** The cubic convolution kernel with a = -0.5. */
  private static double cubic(double x) {
    double a = -0.5;
    double d = Math.abs(x);
    if (d < 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
  }

  private static Weights weights(int have, int want, Filter filter) {
    double scale = (double) have / want;
    double stretch = Math.max(scale, 1);
    double support = filter.support() * stretch;
    Weights weights = new Weights(new int[want], new int[want][]);
    for (int i = 0; i < want; i++) {
      double center = (i + 0.5) * scale;
      int first = Math.max(0, (int) (center - support + 0.5));
      int end = Math.min(have, (int) (center + support + 0.5));
      weights.first()[i] = first;
      weights.fixed()[i] = fixed(first, end - first, center, 1 / stretch, filter);
    }
    return weights;
  }

  private static int[] fixed(int first, int count, double center, double shrink, Filter filter) {
    double[] exact = new double[count];
    double sum = 0;
    for (int k = 0; k < count; k++) {
      exact[k] = filter.weight().applyAsDouble((k + first - center + 0.5) * shrink);
      sum += exact[k];
    }
    int[] fixed = new int[count];
    for (int k = 0; k < count; k++) {
      double weight = sum == 0 ? exact[k] : exact[k] / sum;
      fixed[k] = (int) (weight * (1 << PRECISION) + (weight < 0 ? -0.5 : 0.5));
    }
    return fixed;
  }

  private static Pixels alongRows(Pixels image, Weights weights) {
    Pixels out = Pixels.black(weights.first().length, image.height(), image.channels());
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        int from = image.index(weights.first()[x], y);
        int[] fixed = weights.fixed()[x];
        blend(
            image.data(),
            from,
            image.channels(),
            fixed,
            out.data(),
            out.index(x, y),
            out.channels());
      }
    }
    return out;
  }

  private static Pixels alongColumns(Pixels image, Weights weights) {
    Pixels out = Pixels.black(image.width(), weights.first().length, image.channels());
    int row = image.width() * image.channels();
    for (int y = 0; y < out.height(); y++) {
      int[] fixed = weights.fixed()[y];
      for (int i = 0; i < out.width(); i++) {
        int from = image.index(i, weights.first()[y]);
        blend(image.data(), from, row, fixed, out.data(), out.index(i, y), out.channels());
      }
    }
    return out;
  }

  /** One new pixel: every channel is the weighted sum of old ones, {@code step} bytes apart. */
  private static void blend(
      byte[] in, int from, int step, int[] fixed, byte[] out, int to, int channels) {
    for (int c = 0; c < channels; c++) {
      int sum = 1 << (PRECISION - 1);
      int at = from + c;
      for (int weight : fixed) {
        sum += (in[at] & 0xff) * weight;
        at += step;
      }
      out[to + c] = (byte) clip(sum >> PRECISION);
    }
  }

  private static int clip(int value) {
    return value < 0 ? 0 : Math.min(value, 255);
  }
}
