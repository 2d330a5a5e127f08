package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.List;

/**
 * Transposed convolution: every input element adds its multiple of the kernel to the output, kernel
 * position by kernel position and channel by channel, starting from the bias.
 */
final class ConvTranspose implements Operator {
  private final Node node;
  private final int group;

  ConvTranspose(NodeContext context) {
    node = context.node();
    group = Require.positive(node, "group", 1);
  }

  /** Per spatial axis, padded to three: sizes of input, kernel and output, and where it begins. */
  private record Geometry(
      int[] in, int[] kernel, int[] stride, int[] dilation, int[] begin, int[] out) {}

  private Geometry geometry(int[] x, int[] w) {
    int axes = x.length - 2;
    if (axes < 1 || axes > 3) {
      throw new IllegalArgumentException(
          "shape " + Dims.text(x) + ": one to three spatial axes are supported");
    }
    Geometry g = new Geometry(ones(), ones(), ones(), ones(), new int[3], ones());
    for (int i = 0; i < axes; i++) {
      int at = 3 - axes + i;
      g.in[at] = x[2 + i];
      g.kernel[at] = w[2 + i];
      g.stride[at] = entry("strides", i, 1);
      g.dilation[at] = entry("dilations", i, 1);
      place(g, i, axes, at);
    }
    return g;
  }

  private static int[] ones() {
    return new int[] {1, 1, 1};
  }

  private int entry(String name, int i, int absent) {
    long[] values = node.intsAttribute(name);
    return values.length == 0 ? absent : Require.integer("attribute " + name, values[i]);
  }

  private void checkCounts(int axes) {
    for (String name : List.of("strides", "dilations", "output_padding", "pads")) {
      long[] values = node.intsAttribute(name);
      if (values.length > 0) {
        Require.count("attribute " + name, values, name.equals("pads") ? 2 * axes : axes);
      }
    }
  }

  private void place(Geometry g, int axis, int axes, int at) {
    if (g.kernel[at] < 1 || g.stride[at] < 1 || g.dilation[at] < 1) {
      throw new IllegalArgumentException(
          String.format(
              "kernel %d, stride %d, dilation %d: expected 1 or more",
              g.kernel[at], g.stride[at], g.dilation[at]));
    }
    long extent = (g.kernel[at] - 1L) * g.dilation[at] + 1;
    int extra = entry("output_padding", axis, 0);
    int full =
        Require.integer("an axis", Math.max(0, g.stride[at] * (g.in[at] - 1L)) + extra + extent);
    String auto = node.stringAttribute("auto_pad", "NOTSET");
    boolean same = auto.startsWith("SAME");
    if (same || node.hasAttribute("output_shape")) {
      int[] shape = outputShape(axes);
      g.out[at] = shape == null ? Shapes.dimension((long) g.in[at] * g.stride[at]) : shape[axis];
      int total = Math.max(0, full - g.out[at]);
      g.begin[at] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
    } else {
      g.begin[at] = entry("pads", axis, 0);
      g.out[at] = Shapes.dimension((long) full - g.begin[at] - entry("pads", axes + axis, 0));
    }
  }

  private int[] outputShape(int axes) {
    long[] shape = node.intsAttribute("output_shape");
    if (shape.length == 0) {
      return null;
    }
    if (shape.length < axes) {
      Require.count("attribute output_shape", shape, axes);
    }
    return Dims.ofLongs(Arrays.copyOfRange(shape, shape.length - axes, shape.length));
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    TensorFact w = inputs.get(1);
    if (!x.hasDims() || !w.hasDims()) {
      return List.of(TensorFact.unknown(x.type()));
    }
    boolean fits =
        x.rank() == w.rank()
            && x.rank() >= 3
            && x.rank() <= 5
            && x.dims()[1] == w.dims()[0]
            && x.dims()[1] % group == 0;
    if (!fits) {
      throw new IllegalArgumentException(
          "weights " + Dims.text(w.dims()) + " do not fit an input of " + Dims.text(x.dims()));
    }
    int[] dims = x.dims().clone();
    dims[1] = Shapes.dimension((long) w.dims()[1] * group);
    Require.shape(inputs, 2, dims[1]);
    checkCounts(dims.length - 2);
    System.arraycopy(
        geometry(x.dims(), w.dims()).out, 3 - (dims.length - 2), dims, 2, dims.length - 2);
    return List.of(TensorFact.of(x.type(), dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor w = inputs[1];
    Tensor bias = Facts.optional(inputs, 2);
    Tensor y = outputs[0];
    Geometry g = geometry(x.dims(), w.dims());
    int inChannels = x.dim(1) / group;
    int perGroup = w.dim(1);
    int inSize = Dims.size(g.in);
    int outSize = Dims.size(g.out);
    for (int n = 0; n < x.dim(0); n++) {
      for (int o = 0; o < y.dim(1); o++) {
        int to = y.offset() + (n * y.dim(1) + o) * outSize;
        int firstChannel = o / perGroup * inChannels;
        int from = x.offset() + (n * x.dim(1) + firstChannel) * inSize;
        fill(y, to, outSize, bias == null ? 0 : bias.doubleAt(o));
        plane(g, x, from, inChannels, w, firstChannel, o % perGroup, y, to);
      }
    }
  }

  private static void fill(Tensor y, int to, int n, double value) {
    if (y.type() == DataType.FLOAT) {
      Arrays.fill(y.floats(), to, to + n, (float) value);
    } else {
      Arrays.fill(y.doubles(), to, to + n, value);
    }
  }

  private static void plane(
      Geometry g,
      Tensor x,
      int xo,
      int channels,
      Tensor w,
      int firstChannel,
      int o,
      Tensor y,
      int yo) {
    int taps = Dims.size(g.kernel);
    for (int tap = 0; tap < taps; tap++) {
      for (int c = 0; c < channels; c++) {
        int at = ((firstChannel + c) * w.dim(1) + o) * taps + tap;
        int from = xo + c * Dims.size(g.in);
        if (y.type() == DataType.FLOAT) {
          spread(g, tap, x.floats(), from, w.floats()[w.offset() + at], y.floats(), yo);
        } else {
          spread(g, tap, x.doubles(), from, w.doubleAt(at), y.doubles(), yo);
        }
      }
    }
  }

  private static void spread(Geometry g, int tap, float[] x, int xo, float w, float[] y, int yo) {
    int kd = tap / (g.kernel[1] * g.kernel[2]);
    int kh = tap / g.kernel[2] % g.kernel[1];
    int kw = tap % g.kernel[2];
    for (int d = 0; d < g.in[0]; d++) {
      int od = target(g, 0, d, kd);
      for (int h = 0; od >= 0 && h < g.in[1]; h++) {
        int oh = target(g, 1, h, kh);
        for (int v = 0; oh >= 0 && v < g.in[2]; v++) {
          int ow = target(g, 2, v, kw);
          if (ow >= 0) {
            int to = yo + (od * g.out[1] + oh) * g.out[2] + ow;
            y[to] = Math.fma(x[xo + (d * g.in[1] + h) * g.in[2] + v], w, y[to]);
          }
        }
      }
    }
  }

  private static void spread(
      Geometry g, int tap, double[] x, int xo, double w, double[] y, int yo) {
    int kd = tap / (g.kernel[1] * g.kernel[2]);
    int kh = tap / g.kernel[2] % g.kernel[1];
    int kw = tap % g.kernel[2];
    for (int d = 0; d < g.in[0]; d++) {
      int od = target(g, 0, d, kd);
      for (int h = 0; od >= 0 && h < g.in[1]; h++) {
        int oh = target(g, 1, h, kh);
        for (int v = 0; oh >= 0 && v < g.in[2]; v++) {
          int ow = target(g, 2, v, kw);
          if (ow >= 0) {
            int to = yo + (od * g.out[1] + oh) * g.out[2] + ow;
            y[to] = Math.fma(x[xo + (d * g.in[1] + h) * g.in[2] + v], w, y[to]);
          }
        }
      }
    }
  }

  private static int target(Geometry g, int axis, int position, int tap) {
    int to = position * g.stride[axis] + tap * g.dilation[axis] - g.begin[axis];
    return to < g.out[axis] ? to : -1;
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
