package dev.vernier.pipeline.demo;

import java.util.SplittableRandom;

/**
 * Draws the demonstration images: one of ten shapes, turned, scaled and moved at random, in random
 * colours over a shaded background with clutter and noise. Image {@code index} of a split has the
 * label {@code index % 10}. Only exactly rounded operations, {@link StrictMath} and {@link
 * SplittableRandom} are used, so every JVM draws the same bytes.
 */
public final class DemoImages {
  /** Width and height of an image in pixels. */
  public static final int SIZE = 32;

  /** Number of classes; labels run from 0 to this minus one. */
  public static final int CLASSES = DemoShape.values().length;

  /** Sub-samples a pixel side when coverage is measured. */
  private static final int SUBSAMPLES = 3;

  private static final long SEED = 0x5EED_0F_5A_4E5L;

  /** Disjoint parts of the set; each draws from a stream of its own. */
  public enum Split {
    TRAIN,
    CALIBRATION,
    VALIDATION
  }

  private DemoImages() {}

  /** Label of the image, 0 to {@link #CLASSES} - 1. */
  public static int label(int index) {
    return index % CLASSES;
  }

  /** Pixels of one image: {@code SIZE * SIZE * 3} bytes, rows from the top, RGB interleaved. */
  public static byte[] draw(Split split, int index) {
    SplittableRandom random = new SplittableRandom(SEED + split.ordinal() * 0x1_0000_0000L + index);
    double[] canvas = background(random);
    clutter(canvas, random);
    paint(canvas, DemoShape.values()[label(index)], random);
    return withNoise(canvas, random);
  }

  private static double[] background(SplittableRandom random) {
    double[] canvas = new double[SIZE * SIZE * 3];
    for (int channel = 0; channel < 3; channel++) {
      double level = random.nextDouble(20, 200);
      double slopeX = random.nextDouble(-2.5, 2.5);
      double slopeY = random.nextDouble(-2.5, 2.5);
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          canvas[(y * SIZE + x) * 3 + channel] = level + slopeX * x + slopeY * y;
        }
      }
    }
    return canvas;
  }

  /** Short strokes and specks in random colours, which the classifier must learn to ignore. */
  private static void clutter(double[] canvas, SplittableRandom random) {
    int strokes = random.nextInt(5);
    for (int s = 0; s < strokes; s++) {
      double x = random.nextDouble(0, SIZE);
      double y = random.nextDouble(0, SIZE);
      double angle = random.nextDouble(0, 2 * StrictMath.PI);
      double dx = StrictMath.cos(angle);
      double dy = StrictMath.sin(angle);
      int length = random.nextInt(2, 12);
      double[] colour = colour(random);
      for (int i = 0; i < length; i++) {
        blend(canvas, (int) Math.floor(x + i * dx), (int) Math.floor(y + i * dy), colour, 1.0);
      }
    }
  }

  private static void paint(double[] canvas, DemoShape shape, SplittableRandom random) {
    double radius = random.nextDouble(6.0, 12.5);
    double centreX = SIZE / 2.0 + random.nextDouble(-4.5, 4.5);
    double centreY = SIZE / 2.0 + random.nextDouble(-4.5, 4.5);
    double angle = random.nextDouble(0, 2 * StrictMath.PI);
    double cos = StrictMath.cos(angle) / radius;
    double sin = StrictMath.sin(angle) / radius;
    double squeeze = random.nextDouble(0.75, 1.3);
    double opacity = random.nextDouble(0.45, 1.0);
    double[] colour = colour(random);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double share = coverage(shape, x - centreX, y - centreY, cos, sin, squeeze);
        blend(canvas, x, y, colour, opacity * share);
      }
    }
  }

  private static double coverage(
      DemoShape shape, double x, double y, double cos, double sin, double squeeze) {
    int inside = 0;
    for (int i = 0; i < SUBSAMPLES * SUBSAMPLES; i++) {
      int column = i % SUBSAMPLES;
      int row = i / SUBSAMPLES;
      double px = x + (column + 0.5) / SUBSAMPLES;
      double py = y + (row + 0.5) / SUBSAMPLES;
      double u = (px * cos + py * sin) * squeeze;
      double v = (py * cos - px * sin) / squeeze;
      inside += shape.covers(u, v) ? 1 : 0;
    }
    return inside / (double) (SUBSAMPLES * SUBSAMPLES);
  }

  private static double[] colour(SplittableRandom random) {
    return new double[] {
      random.nextDouble(0, 255), random.nextDouble(0, 255), random.nextDouble(0, 255)
    };
  }

  private static void blend(double[] canvas, int x, int y, double[] colour, double share) {
    if (x < 0 || y < 0 || x >= SIZE || y >= SIZE || share == 0) {
      return;
    }
    int at = (y * SIZE + x) * 3;
    for (int channel = 0; channel < 3; channel++) {
      canvas[at + channel] += (colour[channel] - canvas[at + channel]) * share;
    }
  }

  /**
   * Adds triangular noise, coarse enough that the images stay small as PNG, and rounds to bytes.
   */
  private static byte[] withNoise(double[] canvas, SplittableRandom random) {
    double strength = random.nextDouble(0, 26);
    byte[] pixels = new byte[canvas.length];
    for (int i = 0; i < canvas.length; i++) {
      double up = random.nextDouble();
      double down = random.nextDouble();
      double noise = (up - down) * strength;
      double value = Math.rint((canvas[i] + noise) / 4) * 4;
      pixels[i] = (byte) (int) Math.min(255, Math.max(0, value));
    }
    return pixels;
  }
}
