package dev.vernier.pipeline.metric;

/** Numbers that the scripts behind golden values can draw as well; exact in single precision. */
final class Drawn {
  private long state;

  Drawn(long seed) {
    this.state = seed;
  }

  /** Linear congruential generator of 31 bits. */
  long next() {
    state = (1103515245L * state + 12345) % (1L << 31);
    return state;
  }

  /** One of {@code count} numbers from zero. */
  int below(int count) {
    return (int) ((next() >> 16) % count);
  }

  /** A multiple of 2^-23 from 0 to below 1. */
  double unit() {
    return (next() >> 8) / 8388608.0;
  }
}
