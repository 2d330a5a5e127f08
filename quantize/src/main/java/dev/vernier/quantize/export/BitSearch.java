package dev.vernier.quantize.export;

import dev.vernier.quantize.PackedWeightSettings;

/**
 * MindSpore Lite's mixed-bit search: the largest scale of a weight whose relative error, the mean
 * over channels of {@code sqrt(sum (w - s q)^2 / sum w^2)}, does not exceed the one asked for. The
 * first scale is the width of the values times that error; it is doubled or halved until two scales
 * enclose the wanted error, and the interval is halved. A weight whose codes would not fit 16 bits
 * takes 8 bits with a scale a channel. The correction of mean and variance that MindSpore applies
 * after rounding is not made.
 */
final class BitSearch {

  private static final int LARGEST_CODE = 32767;

  private final float[] values;
  private final ScaleGrid channels;
  private final double[] energy;

  private BitSearch(float[] values, ScaleGrid channels) {
    this.values = values;
    this.channels = channels;
    this.energy = new double[channels.count()];
    channels.forEach((i, c) -> energy[c] += (double) values[i] * values[i]);
  }

  static BitCodes of(float[] values, ScaleGrid channels, PackedWeightSettings settings) {
    float low = 0;
    float high = 0;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    double width = (double) high - low;
    if (width < Float.MIN_NORMAL) {
      return BitCodes.of(values, channels, 8);
    }
    float scale = new BitSearch(values, channels).scale(width, settings);
    boolean fits = Math.max(-low, high) / scale <= LARGEST_CODE;
    return fits ? rounded(values, scale) : BitCodes.of(values, channels, 8);
  }

  private static BitCodes rounded(float[] values, float scale) {
    int[] codes = new int[values.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (int) code(values[i], scale);
    }
    return new BitCodes(codes, new float[] {scale});
  }

  private static double code(float value, float scale) {
    return Math.floor((double) value / scale + 0.5);
  }

  private float scale(double width, PackedWeightSettings settings) {
    double wanted = settings.initScale();
    double good = width * wanted;
    double bad = good;
    int steps = settings.maxIterations();
    while (error((float) good) > wanted && steps-- > 0) {
      bad = good;
      good /= 2;
    }
    while (bad == good && steps-- > 0) {
      if (error((float) (2 * good)) > wanted) {
        bad = 2 * good;
      } else {
        good *= 2;
        bad = good;
      }
    }
    while (steps-- > 0) {
      double middle = (good + bad) / 2;
      if (error((float) middle) > wanted) {
        bad = middle;
      } else {
        good = middle;
      }
    }
    return (float) good;
  }

  private double error(float scale) {
    double[] noise = new double[energy.length];
    channels.forEach(
        (i, c) -> {
          double difference = values[i] - scale * code(values[i], scale);
          noise[c] += difference * difference;
        });
    double sum = 0;
    int counted = 0;
    for (int c = 0; c < noise.length; c++) {
      if (energy[c] > 0) {
        sum += Math.sqrt(noise[c] / energy[c]);
        counted++;
      }
    }
    return sum / Math.max(1, counted);
  }
}
