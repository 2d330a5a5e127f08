package dev.vernier.conf;

/** How many samples to use: all of them, or the N whose identity hashes are smallest. */
public record SampleLimit(long limit) {
  /** Use every sample. */
  public static final SampleLimit ALL = new SampleLimit(Long.MAX_VALUE);

  /** True if no sample is left out. */
  public boolean isAll() {
    return limit == Long.MAX_VALUE;
  }

  /** Reads {@code all} or a positive whole number; throws IllegalArgumentException otherwise. */
  static SampleLimit parse(String text) {
    if (text.equals("all")) {
      return ALL;
    }
    long limit = Long.parseLong(text);
    if (limit < 1) {
      throw new IllegalArgumentException(text);
    }
    return new SampleLimit(limit);
  }

  @Override
  public String toString() {
    return isAll() ? "all" : Long.toString(limit);
  }
}
