package dev.vernier.kernels;

/**
 * A constant right-hand matrix of K rows and N columns, cut into panels of panelWidth columns whose
 * rows lie contiguous; the last panel is filled up with zeros. The data must not be changed.
 */
public record PackedMatrix(int k, int n, int panelWidth, float[] data) {
  /** Number of panels, the filled-up one included. */
  public int panels() {
    return (n + panelWidth - 1) / panelWidth;
  }

  /** Floats from one panel to the next. */
  public int panelStep() {
    return k * panelWidth;
  }

  /** Packs element (i, j) = b[bo + i * rowStep + j * columnStep] for i below k, j below n. */
  public static PackedMatrix pack(
      float[] b, int bo, int rowStep, int columnStep, int k, int n, int panelWidth) {
    int panels = (n + panelWidth - 1) / panelWidth;
    float[] data = new float[Math.multiplyExact(panels * panelWidth, k)];
    for (int j = 0; j < n; j++) {
      int target = j / panelWidth * panelWidth * k + j % panelWidth;
      int source = bo + j * columnStep;
      for (int i = 0; i < k; i++) {
        data[target + i * panelWidth] = b[source + i * rowStep];
      }
    }
    return new PackedMatrix(k, n, panelWidth, data);
  }
}
