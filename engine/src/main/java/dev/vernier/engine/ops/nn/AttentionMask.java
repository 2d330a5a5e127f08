package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;

/** Which keys a query may see, and what is added to its scores. */
final class AttentionMask {
  private final Tensor mask;
  private final Tensor lengths;
  private final Window window;
  private final int past;
  private final int rows;
  private final int total;

  /** How far behind and ahead of itself a query sees. */
  record Window(long behind, long ahead) {
    /** Sizes below zero bound nothing; a causal query sees nothing ahead. */
    static Window of(boolean causal, long left, long right) {
      long ahead = right < 0 ? Long.MAX_VALUE : right;
      return new Window(left < 0 ? Long.MAX_VALUE : left, causal ? 0 : ahead);
    }

    boolean shows(int distance) {
      return distance <= ahead && -(long) distance <= behind;
    }
  }

  /**
   * @param mask broadcasts to [batch, heads, rows, keys], boolean or added; or null
   * @param lengths keys that each sample has, or null for all
   * @param past keys before the first query
   */
  AttentionMask(Tensor mask, Tensor lengths, Window window, int past, int rows, int fresh) {
    this.mask = mask;
    this.lengths = lengths;
    this.window = window;
    this.past = past;
    this.rows = rows;
    this.total = past + fresh;
  }

  /** Adds to the scores of one head of one sample. */
  void add(float[] scores, int b, int head) {
    int keys = lengths == null ? total : (int) lengths.longAt(b);
    int shift = lengths == null ? past : keys - rows;
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < total; k++) {
        int at = r * total + k;
        boolean hidden = k >= keys || !window.shows(k - (r + shift));
        scores[at] = hidden ? Float.NEGATIVE_INFINITY : scores[at] + bias(b, head, r, k);
      }
    }
  }

  private float bias(int b, int head, int row, int key) {
    if (mask == null) {
      return 0;
    }
    if (key >= mask.dim(-1) && mask.dim(-1) != 1) {
      return Float.NEGATIVE_INFINITY;
    }
    int[] position = {b, head, row, key};
    int at = 0;
    for (int i = 0; i < mask.rank(); i++) {
      int dim = mask.dim(i);
      at = at * dim + (dim == 1 ? 0 : position[4 - mask.rank() + i]);
    }
    if (mask.type() == DataType.BOOL) {
      return mask.longAt(at) != 0 ? 0 : Float.NEGATIVE_INFINITY;
    }
    return (float) mask.doubleAt(at);
  }
}
