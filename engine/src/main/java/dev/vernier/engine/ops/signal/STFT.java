package dev.vernier.engine.ops.signal;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Doubles;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Fourier transforms of windowed frames: signals (N, length, 1 or 2) and a step give (N, frames,
 * bins, 2). The frame length is given, or the window's, or the signal's; one sided, the bins go up
 * to half of it.
 */
final class STFT implements Operator {
  private final boolean oneSided;

  STFT(NodeContext context) {
    oneSided = context.node().intAttribute("onesided", 1) != 0;
  }

  private record Frames(int count, int length, int step, int bins) {}

  private Frames frames(int signal, Tensor step, int window, Tensor given) {
    int length = window < 0 ? signal : window;
    length = given == null ? length : (int) given.longAt(0);
    int hop = (int) step.longAt(0);
    if (window >= 0 && window != length || length < 1 || hop < 1 || signal < length) {
      throw new IllegalArgumentException(
          "frames of "
              + length
              + " every "
              + hop
              + (window < 0 ? "" : " with a window of " + window)
              + " do not fit a signal of "
              + signal);
    }
    return new Frames((signal - length) / hop + 1, length, hop, oneSided ? length / 2 + 1 : length);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    DataType type = x.type();
    TensorFact window = Facts.optional(inputs, 2);
    TensorFact length = Facts.optional(inputs, 3);
    boolean pending = !inputs.get(1).isConstant() || (length != null && !length.isConstant());
    if (pending || !Facts.shaped(inputs)) {
      return List.of(TensorFact.unknown(type));
    }
    Require.rank(inputs, 0, 2, 3);
    Require.size(inputs, 1, 1);
    Require.rank(inputs, 2, 1, 1);
    Require.size(inputs, 3, 1);
    if (x.rank() == 3) {
      Require.realOrComplex(inputs, 0);
    }
    Frames f =
        frames(
            x.dims()[1],
            inputs.get(1).value(),
            window == null ? -1 : window.dims()[0],
            length == null ? null : length.value());
    return List.of(TensorFact.of(type, x.dims()[0], f.count, f.bins, 2));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor window = Facts.optional(inputs, 2);
    Frames f =
        frames(x.dim(1), inputs[1], window == null ? -1 : window.size(), Facts.optional(inputs, 3));
    double[] data = Doubles.of(x, workspace);
    double[] weights = window == null ? null : Doubles.of(window, workspace);
    double[] frame = workspace.doubles(2 * f.length);
    double[] spectrum = workspace.doubles(2 * f.length);
    Fourier fourier = new Fourier(f.length, false, workspace);
    int parts = x.size() / Math.max(1, x.dim(0) * x.dim(1));
    for (int row = 0; row < x.dim(0) * f.count; row++) {
      int from = row / f.count * x.dim(1) + row % f.count * f.step;
      for (int i = 0; i < f.length; i++) {
        double weight = weights == null ? 1 : weights[i];
        frame[2 * i] = weight * data[(from + i) * parts];
        frame[2 * i + 1] = parts == 1 ? 0 : weight * data[(from + i) * parts + 1];
      }
      fourier.transform(frame, spectrum);
      for (int i = 0; i < 2 * f.bins; i++) {
        outputs[0].setDouble(row * 2 * f.bins + i, spectrum[i]);
      }
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
