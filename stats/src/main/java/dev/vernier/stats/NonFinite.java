package dev.vernier.stats;

/** How many values were NaN, positive and negative infinity. */
record NonFinite(long nan, long positive, long negative) {
  static final NonFinite NONE = new NonFinite(0, 0, 0);

  boolean isZero() {
    return (nan | positive | negative) == 0;
  }

  /** With one more value, which must not be finite. */
  NonFinite plus(float value) {
    return Float.isNaN(value)
        ? new NonFinite(nan + 1, positive, negative)
        : value > 0
            ? new NonFinite(nan, positive + 1, negative)
            : new NonFinite(nan, positive, negative + 1);
  }

  NonFinite plus(NonFinite other) {
    return new NonFinite(
        Math.addExact(nan, other.nan),
        Math.addExact(positive, other.positive),
        Math.addExact(negative, other.negative));
  }
}
