package dev.vernier.conf;

/** Channel order that the model expects. */
public enum Channels {
  /** Red, green, blue. */
  RGB(3),
  /** Blue, green, red. */
  BGR(3),
  /** One channel of luma. */
  GRAY(1);

  private final int count;

  Channels(int count) {
    this.count = count;
  }

  /** Number of channels. */
  public int count() {
    return count;
  }
}
