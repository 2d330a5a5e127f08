package dev.vernier.engine.ops.nn;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.ChannelsLastConv;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Windows;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.List;

/**
 * Convolution in ONNX layout: every output is its bias, then one chain of fused multiply-adds over
 * (kernel position, input channel of the group), then + 0.0. Padding adds nothing. Where shapes
 * favour it, Winograd's filtering instead, as in channels-last plans. With constant weights it goes
 * by the kernels of such plans.
 */
final class Conv implements Operator {
  private final Node node;
  private final int group;
  private final boolean direct;
  private final PreparedWeights prepared;

  Conv(NodeContext context) {
    this(context.node(), Require.positive(context.node(), "group", 1), false, null);
  }

  /**
   * A convolution.
   *
   * @param direct whether it is never computed by Winograd's filtering
   * @param prepared where transformed weights are kept; null if the weights are not constant
   */
  private Conv(Node node, int group, boolean direct, PreparedWeights prepared) {
    this.node = node;
    this.group = group;
    this.direct = direct;
    this.prepared = prepared;
  }

  @Override
  public Operator exact() {
    return new Conv(node, group, true, prepared);
  }

  @Override
  public Operator prepare(List<TensorFact> inputs, PreparedWeights weights) {
    boolean constant = inputs.get(1).isConstant();
    boolean biased = inputs.size() > 2 && inputs.get(2) != null;
    return constant && (!biased || inputs.get(2).isConstant())
        ? new Conv(node, group, direct, weights)
        : this;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    TensorFact w = inputs.get(1);
    if (!x.hasDims() || !w.hasDims()) {
      return List.of(TensorFact.unknown(x.type()));
    }
    ConvShapes.check(x.dims(), w.dims(), group);
    Require.shape(inputs, 2, w.dims()[0]);
    Windows windows = ConvShapes.windows(node, x.dims(), w.dims());
    return List.of(TensorFact.of(x.type(), windows.outputDims(x.dims()[0], w.dims()[0], x.rank())));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor w = inputs[1];
    Tensor bias = Facts.optional(inputs, 2);
    Tensor y = outputs[0];
    Windows windows = ConvShapes.windows(node, x.dims(), w.dims());
    if (x.type() != DataType.FLOAT) {
      DoubleConv.eval(windows, group, x, w, bias, y);
      return;
    }
    ChannelsLastConv packed =
        ChannelsLastConv.of(windows, group, direct, w, bias, prepared, workspace.kernels());
    if (packed != null) {
      packed.eval(x, y, new ChannelsLastConv.Room(workspace));
      return;
    }
    int outChannels = w.dim(0);
    int inChannels = w.dim(1);
    int perGroup = outChannels / group;
    int inSize = windows.inputSize();
    int outSize = windows.outputSize();
    for (int n = 0; n < x.dim(0); n++) {
      for (int o = 0; o < outChannels; o++) {
        int to = y.offset() + (n * outChannels + o) * outSize;
        float start = bias == null ? 0 : bias.floats()[bias.offset() + o];
        Arrays.fill(y.floats(), to, to + outSize, start);
        int from = x.offset() + (n * x.dim(1) + o / perGroup * inChannels) * inSize;
        plane(windows, x.floats(), from, inChannels, w, o, y.floats(), to);
        workspace.kernels().addScalar(y.floats(), to, 0f, y.floats(), to, outSize);
      }
    }
  }

  private static void plane(
      Windows windows, float[] x, int xo, int inChannels, Tensor w, int o, float[] y, int yo) {
    int taps = windows.taps();
    int size = windows.inputSize();
    int step = windows.stride()[2];
    int[] tap = new int[3];
    for (int t = 0; t < taps; t++) {
      for (int c = 0; c < inChannels; c++) {
        float weight = w.floats()[w.offset() + (o * inChannels + c) * taps + t];
        int channel = xo + c * size;
        windows.forEachRun(
            tap, (in, out, n) -> multiplyAdd(x, channel + in, step, weight, y, yo + out, n));
      }
      Indices.advance(tap, windows.kernel());
    }
  }

  private static void multiplyAdd(float[] x, int xo, int step, float w, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma(x[xo + i * step], w, y[yo + i]);
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
