package dev.vernier.stats;

import java.util.Random;

/** Seeded draws of the distributions that tensors of networks have. */
enum Values {
  GAUSSIAN,
  LAPLACE,
  RELU_GAUSSIAN,
  STUDENT_T3,
  SWISH,
  CLIP_0_6;

  float[] draw(int size, long seed) {
    Random random = new Random(seed * 31 + ordinal());
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) draw(random);
    }
    return values;
  }

  private double draw(Random random) {
    double normal = random.nextGaussian();
    return switch (this) {
      case GAUSSIAN -> normal;
      case LAPLACE -> (normal < 0 ? 1 : -1) * Math.log(1 - random.nextDouble());
      case RELU_GAUSSIAN -> Math.max(0, normal);
      case STUDENT_T3 -> normal / Math.sqrt(chiSquare3(random) / 3);
      case SWISH -> 2 * normal / (1 + Math.exp(-2 * normal));
      case CLIP_0_6 -> Math.max(0, Math.min(6, 3 + 3 * normal));
    };
  }

  private static double chiSquare3(Random random) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double normal = random.nextGaussian();
      sum += normal * normal;
    }
    return sum;
  }

  /** Values of all magnitudes and kinds: any bits at all. */
  static float[] anyBits(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    return values;
  }
}
