package dev.vernier.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Notices kernels that the compiler left boxed: on some JVMs a vector kernel that is not compiled
 * to vector instructions runs 30 to 100 times slower, with nothing else to be seen.
 */
public final class SelfCheck {
  private static final int SLOW_FACTOR = 30;
  private static final int GOOD_FACTOR = 4;
  private static final int LENGTH = 4096;
  private static final int DEPTH = 256;

  /** What the compiler needs at most for one kernel, on a busy machine. */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  /** Outcome: the kernels' name, one measurement a kernel. */
  public record Result(String kernels, List<Measurement> measurements) {
    /** Kernels at least 30 times slower than expected. */
    public List<Measurement> slow() {
      return measurements.stream().filter(Measurement::slow).toList();
    }

    /** One line for a log. */
    public String summary() {
      StringBuilder line = new StringBuilder("Kernels " + kernels + ":");
      for (Measurement m : measurements) {
        line.append(String.format(Locale.ROOT, " %s %.2f ns", m.kernel(), m.nanos()));
      }
      if (slow().isEmpty()) {
        return line.toString();
      }
      return line
          + "; TOO SLOW: "
          + slow().stream().map(Measurement::kernel).toList()
          + ", the JVM did not compile them to vector instructions. Run with -D"
          + KernelsProvider.CHOICE
          + "=scalar, or without other users of the Vector API in this JVM.";
    }
  }

  /** Nanoseconds a unit of work (element or multiply-add), and what a slow machine takes. */
  public record Measurement(String kernel, double nanos, double expectedNanos) {
    /** True if this looks boxed. */
    public boolean slow() {
      return nanos > SLOW_FACTOR * expectedNanos;
    }
  }

  private record Probe(String kernel, double units, double expectedNanos, Runnable work) {}

  private SelfCheck() {}

  /** Measures every kernel, and those that seem slow again when the compiler has had more time. */
  static Result run(Kernels kernels) {
    List<Probe> probes = probes(kernels);
    List<Measurement> measurements = new ArrayList<>();
    for (Probe probe : probes) {
      measurements.add(measure(probe));
    }
    for (int i = 0; i < probes.size(); i++) {
      if (measurements.get(i).slow()) {
        measurements.set(i, measure(probes.get(i)));
      }
    }
    return new Result(kernels.name(), List.copyOf(measurements));
  }

  /** Best time of a run; goes on until it is as expected or the compiler has had its time. */
  private static Measurement measure(Probe probe) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    double best = Double.POSITIVE_INFINITY;
    while (best > GOOD_FACTOR * probe.expectedNanos() && System.nanoTime() < deadline) {
      long start = System.nanoTime();
      probe.work().run();
      best = Math.min(best, (System.nanoTime() - start) / probe.units());
    }
    return new Measurement(probe.kernel(), best, probe.expectedNanos());
  }

  /**
   * Expected times are those of a slow machine with vectors: a boxed kernel takes 10 ns or more.
   */
  private static List<Probe> probes(Kernels k) {
    float[] x = new float[LENGTH];
    float[] y = new float[LENGTH];
    int width = k.panelWidth();
    float[] weights = new float[DEPTH * width];
    int[] table = new int[Kernels.TILE_TABLE];
    int[] taps = new int[DEPTH];
    for (int r = 0; r < Kernels.TILE_ROWS; r++) {
      table[r] = r * DEPTH;
      table[Kernels.TILE_ROWS + r] = r * width;
    }
    for (int i = 0; i < DEPTH; i++) {
      taps[i] = i;
    }
    float[] init = new float[4 * width];
    int[] bounds = {Ordered.EMPTY_MIN, Ordered.EMPTY_MAX};
    int[] nine = {0, 16, 32, 48, 64, 80, 96, 112, 128};
    int[] pixels = {0, 16, 32, 48, 0, 16, 32, 48};
    double tile = 8.0 * Kernels.TILE_ROWS * width * DEPTH;
    float low = Float.NEGATIVE_INFINITY;
    float high = Float.POSITIVE_INFINITY;
    List<Probe> probes = new ArrayList<>();
    probes.add(
        new Probe(
            "tiles",
            tile,
            0.3,
            repeat(
                8,
                () ->
                    k.tiles(
                        1, width, DEPTH, x, 0, null, 0, weights, 0, width, init, 0, y, 0, table, 0,
                        low, high))));
    probes.add(
        new Probe(
            "tiles by taps",
            tile,
            0.3,
            repeat(
                8,
                () ->
                    k.tiles(
                        1, width, DEPTH, x, 0, taps, 0, weights, 0, width, init, 0, y, 0, table, 0,
                        low, high))));
    if (k.wideWidth() > 0) {
      probes.add(wideTiles(k, x, y, weights));
    }
    if (k.hasRowTiles(16)) {
      probes.add(rowTiles(k, x, y, weights, taps));
    }
    probes.add(
        new Probe(
            "row panels",
            8.0 * 4 * width * DEPTH,
            0.4,
            repeat(
                8,
                () ->
                    k.rowPanels(
                        4, DEPTH, x, 0, null, 0, weights, 0, width, 0, init, 0, y, 0, low, high))));
    probes.add(
        new Probe(
            "depthwise",
            64.0 * 9 * 64,
            0.4,
            repeat(
                64,
                () ->
                    k.depthwise(
                        1, 16, x, 0, nine, weights, 0, 16, init, 0, y, 0, pixels, 0, low, high))));
    probes.add(
        new Probe(
            "depthwise 3x3",
            64.0 * 9 * 64,
            0.4,
            repeat(
                64,
                () ->
                    k.depthwise3x3(
                        4, 1, 16, x, 0, 16, 128, weights, 0, 16, init, 0, y, 0, 16, low, high))));
    probes.add(
        new Probe(
            "code tiles",
            tile,
            0.3,
            repeat(
                8,
                () ->
                    k.codeTiles(
                        1, width, DEPTH, x, 0, null, 0, weights, 0, width, init, 0, y, 0, table, 0,
                        init, 0, 0f, 255f))));
    probes.add(
        new Probe(
            "code depthwise 3x3",
            64.0 * 9 * 64,
            0.4,
            repeat(
                64,
                () ->
                    k.codeDepthwise3x3(
                        4, 1, 16, x, 0, 16, 128, weights, 0, 16, init, 0, y, 0, 16, init, 0, 0f,
                        255f))));
    for (int outputs = 2; outputs <= 4; outputs += 2) {
      int m = outputs;
      double elements = 64.0 * m * 64;
      probes.add(
          new Probe(
              "winograd input " + m,
              elements,
              1.0,
              repeat(64, () -> k.winogradInput(m, m, 64, x, 0, 512, 64, y, 0, 512, 64))));
      probes.add(
          new Probe(
              "winograd output " + m,
              elements,
              1.0,
              repeat(64, () -> k.winogradOutput(m, m, 64, x, 0, 512, 64, y, 0, 512, 64))));
      probes.add(
          new Probe(
              "winograd result " + m,
              elements,
              1.0,
              repeat(
                  64,
                  () ->
                      k.winogradResult(m, m, 64, x, 0, 512, 64, x, 0, y, 0, 512, 64, low, high))));
    }
    probes.add(new Probe("add", LENGTH, 0.5, () -> k.add(x, 0, y, 0, y, 0, LENGTH)));
    probes.add(new Probe("clip", LENGTH, 0.5, () -> k.clip(x, 0, y, 0, LENGTH, 0f, 6f)));
    probes.add(new Probe("exp", LENGTH, 2.0, () -> k.exp(x, 0, y, 0, LENGTH)));
    probes.add(new Probe("tanh", LENGTH, 2.0, () -> k.tanh(x, 0, y, 0, LENGTH)));
    probes.add(new Probe("silu", LENGTH, 2.0, () -> k.silu(x, 0, y, 0, LENGTH)));
    probes.add(new Probe("gelu", LENGTH, 2.0, () -> k.gelu(x, 0, y, 0, LENGTH)));
    probes.add(new Probe("dot16", LENGTH, 0.5, () -> k.dot16(x, 0, y, 0, LENGTH)));
    probes.add(
        new Probe("minMaxOrdered", LENGTH, 0.5, () -> k.minMaxOrdered(x, 0, LENGTH, bounds)));
    probes.add(new Probe("maximum", LENGTH, 1.0, () -> k.maximum(x, 0, LENGTH)));
    byte[] codes = new byte[LENGTH];
    probes.add(
        new Probe(
            "quantize", LENGTH, 2.0, () -> k.quantize(x, 0, codes, 0, LENGTH, 0.1f, 0, -128, 127)));
    probes.add(
        new Probe(
            "dequantize", LENGTH, 1.0, () -> k.dequantize(codes, 0, false, y, 0, LENGTH, 0.1f, 0)));
    int[] tables = new int[Kernels.HISTOGRAM_TABLES];
    int[] bounds16 = {Ordered.EMPTY_MIN, Ordered.EMPTY_MAX};
    probes.add(
        new Probe("histogram16", LENGTH, 2.0, () -> k.histogram16(x, 0, LENGTH, tables, bounds16)));
    return probes;
  }

  private static Probe rowTiles(Kernels k, float[] x, float[] y, float[] weights, int[] taps) {
    int lanes = k.lanes();
    float[] bias = new float[lanes];
    return new Probe(
        "row tiles",
        8.0 * Kernels.ROW_TILE * lanes * taps.length,
        0.3,
        repeat(
            8,
            () ->
                k.rowTiles(
                    Kernels.ROW_TILE,
                    16,
                    taps.length,
                    x,
                    0,
                    taps,
                    0,
                    weights,
                    0,
                    bias,
                    0,
                    y,
                    0,
                    lanes,
                    Float.NEGATIVE_INFINITY,
                    Float.POSITIVE_INFINITY)));
  }

  private static Probe wideTiles(Kernels k, float[] x, float[] y, float[] weights) {
    int width = k.wideWidth();
    int depth = weights.length / width;
    int[] table = new int[2 * Kernels.WIDE_ROWS];
    for (int r = 0; r < Kernels.WIDE_ROWS; r++) {
      table[r] = r * depth;
      table[Kernels.WIDE_ROWS + r] = r * width;
    }
    float[] init = new float[width];
    return new Probe(
        "wide tiles",
        8.0 * Kernels.WIDE_ROWS * width * depth,
        0.3,
        repeat(
            8,
            () ->
                k.wideTiles(
                    1,
                    depth,
                    x,
                    0,
                    null,
                    0,
                    weights,
                    0,
                    width,
                    init,
                    0,
                    y,
                    0,
                    table,
                    0,
                    Float.NEGATIVE_INFINITY,
                    Float.POSITIVE_INFINITY)));
  }

  private static Runnable repeat(int times, Runnable work) {
    return () -> {
      for (int i = 0; i < times; i++) {
        work.run();
      }
    };
  }
}
