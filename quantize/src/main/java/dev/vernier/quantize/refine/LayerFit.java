package dev.vernier.quantize.refine;

/**
 * How changes of a layer's weights change its outputs, as a quadratic form, and the changes that
 * close the gaps of the outputs best: ridge regression of the gaps on the inputs.
 */
final class LayerFit {
  /** The quadratic form's matrix, row after row. */
  private final double[] matrix;

  /** R, upper triangular, with R^T R the matrix. */
  private final double[] factor;

  private final LayerSums sums;
  private final int size;

  /**
   * A fit to sums.
   *
   * @param damping what is added to the diagonal, as a share of its mean
   */
  LayerFit(LayerSums sums, double damping) {
    this.sums = sums;
    this.size = sums.inputs();
    this.matrix = new double[size * size];
    double trace = 0;
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        matrix[i * size + j] = sums.product(i, j);
        matrix[j * size + i] = matrix[i * size + j];
      }
      trace += matrix[i * size + i];
    }
    // Inputs that never vary tell nothing: then nothing but the weights' own distance counts.
    double more = trace > 0 ? damping * trace / size : 1;
    for (int i = 0; i < size; i++) {
      matrix[i * size + i] += more;
    }
    this.factor = matrix.clone();
    factorize();
  }

  private void factorize() {
    for (int k = 0; k < size; k++) {
      double root = Math.sqrt(factor[k * size + k]);
      for (int j = k; j < size; j++) {
        factor[k * size + j] /= root;
      }
      for (int i = k + 1; i < size; i++) {
        subtractRow(k, i, factor[k * size + i]);
      }
    }
  }

  private void subtractRow(int from, int to, double times) {
    for (int j = to; j < size && times != 0; j++) {
      factor[to * size + j] -= times * factor[from * size + j];
    }
  }

  int size() {
    return size;
  }

  double matrix(int row, int column) {
    return matrix[row * size + column];
  }

  /** Adds a row of the matrix, which is its column too, {@code times} over. */
  void addRow(int row, double times, double[] to) {
    for (int j = 0; j < size; j++) {
      to[j] += times * matrix[row * size + j];
    }
  }

  /**
   * By how much an input's weight should change to make up for errors of the weights behind it, for
   * the outputs' sake.
   */
  double makeUp(int input, double[] errors) {
    double sum = 0;
    for (int j = input + 1; j < size; j++) {
      sum += factor[input * size + j] * errors[j];
    }
    return sum / factor[input * size + input];
  }

  /** The change of an output's weights that closes its gap best. */
  double[] correction(int output) {
    double[] change = new double[size];
    double share = sums.share(output);
    if (share > 0) {
      for (int i = 0; i < size; i++) {
        change[i] = sums.gapProduct(i, output) / share;
      }
      solve(change);
    }
    return change;
  }

  private void solve(double[] x) {
    for (int i = 0; i < size; i++) {
      x[i] /= factor[i * size + i];
      for (int j = i + 1; j < size; j++) {
        x[j] -= factor[i * size + j] * x[i];
      }
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int j = i + 1; j < size; j++) {
        x[i] -= factor[i * size + j] * x[j];
      }
      x[i] /= factor[i * size + i];
    }
  }
}
