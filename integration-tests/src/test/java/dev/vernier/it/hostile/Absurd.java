package dev.vernier.it.hostile;

import dev.vernier.onnx.DataType;
import java.util.List;
import java.util.SplittableRandom;

/** Values that nobody tests with: at the ends of their types, negative, huge, empty, long. */
final class Absurd {
  private static final long[] LONGS = {
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    Long.MAX_VALUE,
    Long.MAX_VALUE - 1,
    1L << 62,
    1L << 40,
    1L << 32,
    (1L << 32) + 1,
    (1L << 31) + 1,
    1L << 31,
    (1L << 31) - 1,
    (1L << 31) - 7,
    -1L << 31,
    (-1L << 31) - 1,
    1L << 30,
    1_000_000_000_000L,
    1_000_000_000L,
    1_000_000,
    65_536,
    46_341,
    32_768,
    1000,
    255,
    100,
    64,
    -1000
  };
  private static final float[] FLOATS = {
    0,
    -0f,
    1,
    -1,
    0.5f,
    1e-30f,
    1e30f,
    1e9f,
    -1e9f,
    1e-45f,
    3e38f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    2,
    1e5f
  };
  private static final List<String> WORDS =
      List.of(
          "",
          "NOTSET",
          "SAME_UPPER",
          "SAME_LOWER",
          "VALID",
          "constant",
          "reflect",
          "edge",
          "wrap",
          "linear",
          "nearest",
          "cubic",
          "area",
          "half_pixel",
          "pytorch_half_pixel",
          "align_corners",
          "asymmetric",
          "tf_crop_and_resize",
          "half_pixel_symmetric",
          "round_prefer_floor",
          "round_prefer_ceil",
          "floor",
          "ceil",
          "forward",
          "reverse",
          "bidirectional",
          "add",
          "mul",
          "none",
          "max",
          "min",
          "DCR",
          "CRD",
          "LEFT",
          "RIGHT",
          "mean",
          "sum",
          "avg",
          "tanh",
          "not_larger",
          "not_smaller",
          "stretch",
          "bilinear",
          "zeros",
          "border",
          "reflection",
          "ij,jk->ik",
          "...i->i",
          "i,i",
          "iiiiii",
          "->",
          "ij->ji",
          "a\0b",
          "x",
          "é",
          "a".repeat(5000));

  private Absurd() {}

  /** Mostly small, often absurd. */
  static long integer(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> LONGS[random.nextInt(LONGS.length)];
      case 1 -> random.nextInt(-3, 9);
      default -> random.nextInt(-2, 5);
    };
  }

  static float number(SplittableRandom random) {
    return FLOATS[random.nextInt(FLOATS.length)];
  }

  static String word(SplittableRandom random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  /** A type of the given ones, or of all. */
  static DataType type(SplittableRandom random) {
    DataType[] all = DataType.values();
    return all[random.nextInt(all.length)];
  }

  /** A short list of integers; one in twenty is long. */
  static long[] integers(SplittableRandom random) {
    long[] values = new long[random.nextInt(20) == 0 ? random.nextInt(300) : random.nextInt(7)];
    boolean tame = random.nextBoolean();
    for (int i = 0; i < values.length; i++) {
      values[i] = tame ? random.nextInt(-1, 4) : integer(random);
    }
    return values;
  }

  /** Dimensions that are small, so that what has them can be made. */
  static long[] smallDims(SplittableRandom random) {
    long[] dims = new long[random.nextInt(20) == 0 ? random.nextInt(12) : random.nextInt(5)];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = random.nextInt(12) == 0 ? 0 : random.nextInt(1, dims.length > 5 ? 3 : 6);
    }
    return dims;
  }
}
