package dev.vernier.engine.channelslast;

/** What is done to the pixels of a convolution while they are still close by. */
@FunctionalInterface
public interface Epilogue {
  /**
   * Works in place on neighbouring pixels of an image row, whose first begins at {@code offset};
   * they are as far apart as the image's geometry says.
   */
  void apply(float[] y, int offset, int pixels);

  /** This, and then another unless that is null. */
  default Epilogue andThen(Epilogue next) {
    return next == null
        ? this
        : (y, offset, pixels) -> {
          apply(y, offset, pixels);
          next.apply(y, offset, pixels);
        };
  }
}
