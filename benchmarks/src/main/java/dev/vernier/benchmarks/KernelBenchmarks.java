package dev.vernier.benchmarks;

import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.kernels.Ordered;
import dev.vernier.kernels.PackedMatrix;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The main kernels on data in cache; choose the kernels with {@code -jvmArgs} as users do. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class KernelBenchmarks {
  private static final int LENGTH = 16_384;
  private static final int SIZE = 256;

  private final Kernels kernels = KernelsProvider.kernels();
  private final float[] x = new float[LENGTH];
  private final float[] y = new float[LENGTH];
  private final float[] a = new float[SIZE * SIZE];
  private final float[] b = new float[SIZE * SIZE];
  private final float[] c = new float[SIZE * SIZE];
  private final int[] tables = new int[Kernels.HISTOGRAM_TABLES];
  private final int[] bounds = {Ordered.EMPTY_MIN, Ordered.EMPTY_MAX};
  private PackedMatrix packed;

  /** Gaussian data. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    for (int i = 0; i < LENGTH; i++) {
      x[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) random.nextGaussian();
      b[i] = (float) random.nextGaussian();
    }
    packed = PackedMatrix.pack(b, 0, SIZE, 1, SIZE, SIZE, kernels.panelWidth());
  }

  @Benchmark
  public float[] gemm256() {
    kernels.gemm(SIZE, SIZE, SIZE, a, 0, SIZE, b, 0, SIZE, null, 0, c, 0, SIZE);
    return c;
  }

  @Benchmark
  public float[] gemmPacked256() {
    kernels.gemmPacked(SIZE, a, 0, SIZE, packed, null, 0, c, 0, SIZE);
    return c;
  }

  @Benchmark
  public float[] gemmPackedOneRow() {
    kernels.gemmPacked(1, a, 0, SIZE, packed, null, 0, c, 0, SIZE);
    return c;
  }

  @Benchmark
  public float[] add() {
    kernels.add(x, 0, x, 0, y, 0, LENGTH);
    return y;
  }

  @Benchmark
  public float[] exp() {
    kernels.exp(x, 0, y, 0, LENGTH);
    return y;
  }

  @Benchmark
  public float[] erf() {
    kernels.erf(x, 0, y, 0, LENGTH);
    return y;
  }

  @Benchmark
  public float[] softmax() {
    kernels.softmaxRow(x, 0, y, 0, LENGTH);
    return y;
  }

  @Benchmark
  public float dot() {
    return kernels.dot16(x, 0, x, 0, LENGTH);
  }

  @Benchmark
  public int[] minMax() {
    kernels.minMaxOrdered(x, 0, LENGTH, bounds);
    return bounds;
  }

  @Benchmark
  public int[] histogram() {
    kernels.histogram16(x, 0, LENGTH, tables, bounds);
    return tables;
  }

  @Benchmark
  public float[] fakeQuantize() {
    kernels.fakeQuantize(x, 0, y, 0, LENGTH, 0.02f, 3, -128, 127);
    return y;
  }
}
