package dev.vernier.quantize.range;

import java.util.Random;

/** Shapes of activations that networks produce. */
enum Distribution {
  NORMAL {
    @Override
    double draw(Random random) {
      return random.nextGaussian();
    }
  },
  RECTIFIED {
    @Override
    double draw(Random random) {
      return Math.max(0, random.nextGaussian() - 0.3);
    }
  },
  SATURATED {
    @Override
    double draw(Random random) {
      return Math.max(0, Math.min(6, 3 * random.nextGaussian()));
    }
  },
  LAPLACE {
    @Override
    double draw(Random random) {
      return Math.log(random.nextDouble()) * (random.nextBoolean() ? 1 : -1);
    }
  },
  OUTLIERS {
    @Override
    double draw(Random random) {
      return random.nextGaussian() * (random.nextInt(30_000) == 0 ? 40 : 1);
    }
  },
  LEAKY {
    @Override
    double draw(Random random) {
      double x = random.nextGaussian() * 2 + 0.5;
      return x < 0 ? 0.1 * x : x;
    }
  },
  SHIFTED {
    @Override
    double draw(Random random) {
      return 5 + random.nextGaussian();
    }
  },
  NEGATIVE {
    @Override
    double draw(Random random) {
      return -Math.abs(random.nextGaussian());
    }
  };

  abstract double draw(Random random);

  float[] values(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) draw(random);
    }
    return values;
  }
}
