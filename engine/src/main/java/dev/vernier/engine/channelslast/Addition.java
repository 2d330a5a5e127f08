package dev.vernier.engine.channelslast;

/** How another image of the same size joins the results of a convolution. */
@FunctionalInterface
public interface Addition {
  /** Changes n elements of y from those of r. */
  void apply(float[] y, int yo, float[] r, int ro, int n);
}
