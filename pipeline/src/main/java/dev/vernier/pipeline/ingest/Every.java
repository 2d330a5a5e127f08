package dev.vernier.pipeline.ingest;

import dev.vernier.onnx.VernierException;

/**
 * Takes or leaves out every k-th item of a sorted list, so that calibration and validation data can
 * be told apart: with {@code take(5, 0)} the items 0, 5, 10 ..., with {@code skip(5, 0)} all
 * others.
 */
public record Every(int every, int offset, boolean skip) {
  /** Takes all items. */
  public static final Every ITEM = new Every(1, 0, false);

  /** Checks the numbers. */
  public Every {
    if (every < 1 || offset < 0 || offset >= every) {
      throw new VernierException(
          "every = " + every + ", offset = " + offset + ": expected an offset from 0 below every");
    }
  }

  /** Takes the items whose index leaves the remainder {@code offset}. */
  public static Every take(int every, int offset) {
    return new Every(every, offset, false);
  }

  /** Takes all but those. */
  public static Every skip(int every, int offset) {
    return new Every(every, offset, true);
  }

  /** Whether the item at an index is taken. */
  public boolean takes(long index) {
    return (index % every == offset) != skip;
  }
}
