package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Structural similarity of the output to the target image, the mean over rows. As Wang, Bovik,
 * Sheikh and Simoncelli (IEEE Transactions on Image Processing, 2004): windows of 11 by 11 weighted
 * by a Gaussian of 1.5 pixels, constants 0.01 and 0.03, the mean over all windows inside the image
 * and over channels. The output is an image [1, channels, height, width]; one axis less is one
 * channel.
 */
final class Ssim implements Metric {
  private static final int ROWS = 0;
  private static final int RADIUS = 5;
  private static final double SIGMA = 1.5;
  private static final double[] WINDOW = window();

  private final double c1;
  private final double c2;
  private final Target target;

  Ssim(ValidationConfig config) {
    double peak = config.annotation().peak();
    this.c1 = 0.01 * peak * (0.01 * peak);
    this.c2 = 0.03 * peak * (0.03 * peak);
    this.target = new Target(config.annotation());
  }

  private static double[] window() {
    double[] window = new double[2 * RADIUS + 1];
    double sum = 0;
    for (int i = -RADIUS; i <= RADIUS; i++) {
      window[i + RADIUS] = StrictMath.exp(-0.5 * i * i / (SIGMA * SIGMA));
      sum += window[i + RADIUS];
    }
    for (int i = 0; i < window.length; i++) {
      window[i] /= sum;
    }
    return window;
  }

  @Override
  public String name() {
    return "ssim";
  }

  @Override
  public int counters() {
    return 1;
  }

  @Override
  public int sums() {
    return 2;
  }

  @Override
  public List<String> columns() {
    return target.columns();
  }

  @Override
  public void update(Outcome outcome, Tally tally) throws BadRowException {
    if (!target.isKnown()) {
      return;
    }
    Tensor output = outcome.referenceScores();
    requireImage(output);
    double[] wanted = target.values(outcome, output.size());
    double reference = similarity(output, wanted);
    double candidate = similarity(outcome.candidateScores(), wanted);
    if (Double.isFinite(reference) && Double.isFinite(candidate)) {
      tally.count(ROWS);
      tally.add(Paired.REFERENCE, reference);
      tally.add(Paired.CANDIDATE, candidate);
    }
  }

  private static void requireImage(Tensor output) throws BadRowException {
    int rank = output.rank();
    if (rank < 2 || output.dim(rank - 1) <= 2 * RADIUS || output.dim(rank - 2) <= 2 * RADIUS) {
      throw new BadRowException(
          "ssim of an output of the shape "
              + java.util.Arrays.toString(output.dims())
              + "; expected an image of at least 11 by 11 in the last two axes");
    }
  }

  private double similarity(Tensor output, double[] wanted) {
    int width = output.dim(output.rank() - 1);
    int height = output.dim(output.rank() - 2);
    int plane = width * height;
    double sum = 0;
    for (int start = 0; start < wanted.length; start += plane) {
      double[] x = new double[plane];
      double[] y = new double[plane];
      for (int i = 0; i < plane; i++) {
        x[i] = output.doubleAt(start + i);
        y[i] = wanted[start + i];
      }
      sum += similarity(x, y, height, width);
    }
    return sum * plane / wanted.length;
  }

  private double similarity(double[] x, double[] y, int height, int width) {
    double[] mx = blurred(x, height, width);
    double[] my = blurred(y, height, width);
    double[] xx = blurred(product(x, x), height, width);
    double[] yy = blurred(product(y, y), height, width);
    double[] xy = blurred(product(x, y), height, width);
    double sum = 0;
    for (int i = 0; i < mx.length; i++) {
      double covariance = xy[i] - mx[i] * my[i];
      double variances = xx[i] - mx[i] * mx[i] + (yy[i] - my[i] * my[i]);
      sum +=
          (2 * mx[i] * my[i] + c1)
              * (2 * covariance + c2)
              / ((mx[i] * mx[i] + my[i] * my[i] + c1) * (variances + c2));
    }
    return sum / mx.length;
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
  }

  /** Weighted means of every window that lies inside: rows first, then columns. */
  private static double[] blurred(double[] image, int height, int width) {
    int w = width - 2 * RADIUS;
    int h = height - 2 * RADIUS;
    double[] rows = new double[height * w];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < w; x++) {
        rows[y * w + x] = weighted(image, y * width + x, 1);
      }
    }
    double[] result = new double[h * w];
    for (int i = 0; i < result.length; i++) {
      result[i] = weighted(rows, i, w);
    }
    return result;
  }

  private static double weighted(double[] values, int start, int stride) {
    double sum = 0;
    for (int k = 0; k < WINDOW.length; k++) {
      sum += WINDOW[k] * values[start + k * stride];
    }
    return sum;
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    long rows = tally.counted(ROWS);
    if (rows > 0) {
      double reference = tally.sum(Paired.REFERENCE) / rows;
      Paired.higher(measures, name(), reference, tally.sum(Paired.CANDIDATE) / rows);
    }
    return measures;
  }
}
