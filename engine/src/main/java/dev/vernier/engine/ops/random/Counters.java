package dev.vernier.engine.ops.random;

import dev.vernier.onnx.Node;

/**
 * Numbers by counter: number i is the finaliser of SplitMix64 (Steele, Lea and Flood 2014) applied
 * to key + i * golden ratio. The key comes from attribute seed; without it from the name of the
 * node's output, so that nodes differ from each other but not from run to run.
 */
final class Counters {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long key;

  Counters(Node node) {
    key =
        node.hasAttribute("seed")
            ? scrambled(Float.floatToIntBits(node.floatAttribute("seed", 0f)))
            : scrambled(node.output(0).hashCode() + (1L << 32));
  }

  private static long scrambled(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  /** A number in [0, 1), a multiple of 2^-53. */
  double uniform(long i) {
    return (scrambled(key + (i + 1) * GOLDEN) >>> 11) * 0x1p-53;
  }

  /** A normally distributed number, by Box and Muller from two uniform ones. */
  double normal(long i) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(2 * i)));
    return radius * StrictMath.cos(2 * Math.PI * uniform(2 * i + 1));
  }
}
