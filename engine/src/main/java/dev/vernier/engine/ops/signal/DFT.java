package dev.vernier.engine.ops.signal;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Doubles;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.Shapes;
import java.util.List;

/**
 * The discrete Fourier transform along an axis of a tensor whose last axis holds real numbers (1)
 * or real and imaginary parts (2); the signal is cut or padded with zeros to the given length. One
 * sided, the forward transform gives the bins up to half the length, and the inverse takes those
 * and gives real numbers. The axis is an attribute before opset 20 and an input since.
 */
final class DFT implements Operator {
  private final boolean axisIsInput;
  private final long attribute;
  private final boolean inverse;
  private final boolean oneSided;

  DFT(NodeContext context) {
    axisIsInput = context.opset() >= 20;
    attribute = context.node().intAttribute("axis", axisIsInput ? -2 : 1);
    inverse = context.node().intAttribute("inverse", 0) != 0;
    oneSided = context.node().intAttribute("onesided", 0) != 0;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    TensorFact length = Facts.optional(inputs, 1);
    TensorFact axis = axisIsInput ? Facts.optional(inputs, 2) : null;
    boolean pending = length != null && !length.isConstant();
    pending |= axis != null && !axis.isConstant();
    if (pending || !x.hasDims()) {
      return List.of(TensorFact.unknown(x.type()));
    }
    Require.realOrComplex(inputs, 0);
    int at = axis(x.rank(), axis == null ? null : axis.value());
    int n = length(x.dims()[at], length == null ? null : length.value());
    int[] dims = Shapes.with(x.dims(), at, oneSided && !inverse ? n / 2 + 1 : n);
    dims[x.rank() - 1] = oneSided && inverse ? 1 : 2;
    return List.of(TensorFact.of(x.type(), dims));
  }

  private int axis(int rank, Tensor input) {
    int axis = Dims.axis(input == null ? attribute : input.longAt(0), rank);
    if (axis == rank - 1) {
      throw new IllegalArgumentException(
          "axis " + axis + " is the last one, which holds real and imaginary parts");
    }
    return axis;
  }

  private int length(int signal, Tensor input) {
    long whole = oneSided && inverse ? 2L * (signal - 1) : signal;
    int n = Shapes.dimension(input == null ? whole : input.longAt(0));
    if (n == 0) {
      throw new IllegalArgumentException("a transform of length 0: expected at least 1");
    }
    return n;
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    int[] in = x.dims();
    int at = axis(in.length, axisIsInput ? Facts.optional(inputs, 2) : null);
    int n = length(in[at], Facts.optional(inputs, 1));
    double[] data = Doubles.of(x, workspace);
    double[] signal = workspace.doubles(2 * n);
    double[] spectrum = workspace.doubles(2 * n);
    Fourier fourier = new Fourier(n, inverse, workspace);
    int inner = Shapes.product(in, at + 1, in.length - 1);
    int outer = Shapes.product(in, 0, at);
    for (int row = 0; row < outer * inner; row++) {
      int from = row / inner * in[at] * inner + row % inner;
      int taken = Math.min(in[at], oneSided && inverse ? n / 2 + 1 : n);
      read(data, from, inner, taken, x.dim(-1), signal, n);
      fourier.transform(signal, spectrum);
      int to = row / inner * y.dim(at) * inner + row % inner;
      write(spectrum, y, to, inner, y.dim(at), inverse ? n : 1);
    }
  }

  /** The signal padded with zeros; of a one-sided spectrum, with its conjugate half. */
  private void read(
      double[] data, int from, int step, int taken, int parts, double[] signal, int n) {
    java.util.Arrays.fill(signal, 0, 2 * n, 0);
    for (int i = 0; i < taken; i++) {
      signal[2 * i] = data[(from + i * step) * parts];
      signal[2 * i + 1] = parts == 1 ? 0 : data[(from + i * step) * parts + 1];
    }
    if (oneSided && inverse) {
      signal[1] = 0;
      for (int i = 1; 2 * i <= n; i++) {
        signal[2 * i + 1] = 2 * i == n ? 0 : signal[2 * i + 1];
        signal[2 * (n - i)] = signal[2 * i];
        signal[2 * (n - i) + 1] = -signal[2 * i + 1];
      }
    }
  }

  private static void write(double[] spectrum, Tensor y, int to, int step, int count, int divisor) {
    int parts = y.dim(-1);
    for (int k = 0; k < count; k++) {
      for (int part = 0; part < parts; part++) {
        y.setDouble((to + k * step) * parts + part, spectrum[2 * k + part] / divisor);
      }
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }
}
