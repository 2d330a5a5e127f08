package dev.vernier.benchmarks;

import java.util.Arrays;
import java.util.Random;

/** Pictures and sounds with the magnitudes and the smoothness of real ones, from a seed. */
final class Signals {
  private static final int BRIGHTEST = 255;
  private static final int[] GRIDS = {3, 9, 40};
  private static final float[] SHARES = {0.6f, 0.3f, 0.1f};
  private static final int SYLLABLES_A_SECOND = 4;
  private static final int HARMONICS = 12;

  private Signals() {}

  /** Planes of pixels 0 to 255, whole numbers: noise of several sizes, smooth within each. */
  static float[] picture(Random random, int channels, int height, int width) {
    float[] pixels = new float[channels * height * width];
    for (int octave = 0; octave < GRIDS.length; octave++) {
      for (int c = 0; c < channels; c++) {
        addNoise(random, GRIDS[octave], SHARES[octave], pixels, c * height * width, height, width);
      }
    }
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.rint(pixels[i] * BRIGHTEST);
    }
    return pixels;
  }

  /** Random values on a grid, interpolated linearly. */
  private static void addNoise(
      Random random, int grid, float share, float[] plane, int start, int height, int width) {
    float[] knots = new float[(grid + 1) * (grid + 1)];
    for (int i = 0; i < knots.length; i++) {
      knots[i] = random.nextFloat() * share;
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float v = (float) y * grid / height;
        float u = (float) x * grid / width;
        int k = (int) v * (grid + 1) + (int) u;
        float top = mix(knots[k], knots[k + 1], u - (int) u);
        float bottom = mix(knots[k + grid + 1], knots[k + grid + 2], u - (int) u);
        plane[start + y * width + x] += mix(top, bottom, v - (int) v);
      }
    }
  }

  private static float mix(float a, float b, float share) {
    return a + (b - a) * share;
  }

  /** Sound within [-1, 1]: voiced syllables of gliding pitch, pauses between, faint noise. */
  static float[] sound(Random random, int samples, int rate) {
    float[] sound = new float[samples];
    double pitch = 110 + 100 * random.nextDouble();
    double phase = 0;
    int syllable = rate / SYLLABLES_A_SECOND;
    for (int i = 0; i < samples; i++) {
      double within = (double) (i % syllable) / syllable;
      double envelope = i / syllable % 3 == 2 ? 0 : StrictMath.sin(Math.PI * within);
      phase += 2 * Math.PI * pitch * (1 + 0.2 * within) / rate;
      sound[i] = (float) (0.3 * envelope * voice(phase) + 0.003 * random.nextGaussian());
    }
    return sound;
  }

  private static double voice(double phase) {
    double sum = 0;
    for (int h = 1; h <= HARMONICS; h++) {
      sum += StrictMath.sin(h * phase) / h;
    }
    return sum / 2;
  }

  /** Letters and spaces with a full stop now and then. */
  static byte[] text(Random random, int length) {
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) ' ');
    for (int i = 0; i < length; i++) {
      int kind = random.nextInt(12);
      text[i] = kind == 0 ? (byte) '.' : kind < 3 ? (byte) ' ' : (byte) ('a' + random.nextInt(26));
    }
    return text;
  }
}
