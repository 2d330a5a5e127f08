package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.DenseProducts;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution whose taps are moved by offsets and weighed by a mask (arXiv 1703.06211,
 * 1811.11168). X is (N, C, d...), weights (M, C / group, k...), offsets (N, offset groups * taps *
 * axes, o...) and the mask (N, offset groups * taps, o...). A tap between elements mixes its
 * neighbours linearly; neighbours outside count as 0. What the taps take is laid out as a matrix
 * and multiplied by the weights.
 */
final class DeformConv implements Operator {
  private final Node node;
  private final int groups;
  private final int offsetGroups;

  DeformConv(NodeContext context) {
    node = context.node();
    groups = (int) node.intAttribute("group", 1);
    offsetGroups = (int) node.intAttribute("offset_group", 1);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!Facts.shaped(inputs)) {
      return List.of(TensorFact.unknown(x.type()));
    }
    int[] w = inputs.get(1).dims();
    int[] offset = inputs.get(2).dims();
    int axes = x.rank() - 2;
    boolean fit = axes >= 1 && w.length == x.rank() && offset.length == x.rank();
    fit = fit && w[1] * groups == x.dims()[1] && w[0] % groups == 0;
    fit = fit && x.dims()[1] % offsetGroups == 0;
    fit = fit && offset[1] == offsetGroups * Shapes.product(w, 2, w.length) * axes;
    int[] dims = x.dims().clone();
    for (int i = 0; fit && i < axes; i++) {
      dims[2 + i] = outputs(x.dims()[2 + i], w[2 + i], i, axes);
      fit = dims[2 + i] == offset[2 + i];
    }
    if (!fit) {
      throw new IllegalArgumentException(
          "weights "
              + Dims.text(w)
              + " and offsets "
              + Dims.text(offset)
              + " do not fit input "
              + Dims.text(x.dims())
              + " in "
              + groups
              + " groups and "
              + offsetGroups
              + " offset groups");
    }
    dims[1] = w[0];
    return List.of(TensorFact.of(x.type(), dims));
  }

  private int outputs(int length, int kernel, int axis, int axes) {
    int extent = (kernel - 1) * given("dilations", axis, 1) + 1;
    int padded = length + given("pads", axis, 0) + given("pads", axes + axis, 0);
    return (padded - extent) / given("strides", axis, 1) + 1;
  }

  private int given(String attribute, int i, int absent) {
    long[] values = node.intsAttribute(attribute);
    return values.length == 0 ? absent : Math.toIntExact(values[i]);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = DenseProducts.operand(inputs[0], workspace);
    Tensor w = DenseProducts.operand(inputs[1], workspace);
    Tensor y = DenseProducts.scratch(x.type(), workspace, outputs[0].dims());
    int taps = Shapes.product(w.dims(), 2, w.rank());
    int points = Shapes.product(y.dims(), 2, y.rank());
    int depth = w.dim(1) * taps;
    int rows = w.dim(0) / groups;
    Tensor columns = DenseProducts.scratch(x.type(), workspace, x.dim(1) * taps, points);
    Sampler sampler = new Sampler(x, w, inputs[2], Facts.optional(inputs, 4), y, workspace);
    for (int n = 0; n < x.dim(0); n++) {
      sampler.fill(n, columns);
      for (int g = 0; g < groups; g++) {
        DenseProducts.multiply(
            workspace.kernels(),
            rows,
            points,
            depth,
            w,
            g * rows * depth,
            columns,
            g * depth * points,
            y,
            (n * w.dim(0) + g * rows) * points);
      }
    }
    addBias(y, Facts.optional(inputs, 3), points, w.dim(0));
    DenseProducts.store(y, outputs[0]);
  }

  private static void addBias(Tensor y, Tensor bias, int points, int channels) {
    for (int i = 0; bias != null && i < y.size(); i++) {
      y.setDouble(i, y.doubleAt(i) + bias.doubleAt(i / points % channels));
    }
  }

  /** Takes elements of X at moved positions, with scratch for the corners around one of them. */
  private final class Sampler {
    private final Tensor x;
    private final Tensor offset;
    private final Tensor mask;
    private final int axes;
    private final int[] kernel;
    private final int[] out;
    private final int taps;
    private final int points;
    private final int[] tapAt;
    private final int[] pointAt;
    private final int[] corner;
    private final double[] weight;

    Sampler(Tensor x, Tensor w, Tensor offset, Tensor mask, Tensor y, Workspace workspace) {
      this.x = x;
      this.offset = offset;
      this.mask = mask;
      axes = x.rank() - 2;
      kernel = Arrays.copyOfRange(w.dims(), 2, w.rank());
      out = Arrays.copyOfRange(y.dims(), 2, y.rank());
      taps = Dims.size(kernel);
      points = Dims.size(out);
      tapAt = workspace.ints(axes);
      pointAt = workspace.ints(axes);
      corner = workspace.ints(1 << axes);
      weight = workspace.doubles(1 << axes);
    }

    /** The matrix (channels * taps, points) of one sample. */
    void fill(int n, Tensor columns) {
      int each = x.dim(1) / offsetGroups;
      int plane = Shapes.product(x.dims(), 2, x.rank());
      for (int i = 0; i < offsetGroups * taps * points; i++) {
        int tap = i / points % taps;
        int group = i / points / taps;
        int count = corners(n, group, tap, i % points);
        int row = n * offsetGroups * taps + group * taps + tap;
        double factor = mask == null ? 1 : mask.doubleAt(row * points + i % points);
        for (int c = group * each; c < (group + 1) * each; c++) {
          double value = factor * mix((n * x.dim(1) + c) * plane, count);
          columns.setDouble((c * taps + tap) * points + i % points, value);
        }
      }
    }

    private double mix(int from, int count) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum = Math.fma(weight[i], x.doubleAt(from + corner[i]), sum);
      }
      return sum;
    }

    /** Finds the elements around a tap's position and their weights; returns their number. */
    private int corners(int n, int group, int tap, int point) {
      split(tap, kernel, tapAt);
      split(point, out, pointAt);
      int count = 1;
      corner[0] = 0;
      weight[0] = 1;
      for (int axis = 0; axis < axes; axis++) {
        int channel = ((n * offsetGroups + group) * taps + tap) * axes + axis;
        double position =
            pointAt[axis] * given("strides", axis, 1)
                - given("pads", axis, 0)
                + tapAt[axis] * given("dilations", axis, 1)
                + offset.doubleAt(channel * points + point);
        count = spread(position, x.dim(2 + axis), count);
      }
      return count;
    }

    /** Multiplies the corners so far by the neighbours along one more axis. */
    private int spread(double position, int length, int count) {
      double low = Math.floor(position);
      double share = position - low;
      boolean first = low >= 0 && low < length;
      boolean second = low >= -1 && low < length - 1 && share > 0;
      for (int i = 0; i < count; i++) {
        corner[i] *= length;
      }
      if (second) {
        for (int i = 0; i < count; i++) {
          corner[count + i] = corner[i] + (int) low + 1;
          weight[count + i] = weight[i] * share;
        }
      }
      for (int i = 0; first && i < count; i++) {
        corner[i] += (int) low;
        weight[i] *= 1 - share;
      }
      if (!first && second) {
        System.arraycopy(corner, count, corner, 0, count);
        System.arraycopy(weight, count, weight, 0, count);
      }
      return (first ? count : 0) + (second ? count : 0);
    }

    private void split(int at, int[] dims, int[] index) {
      int rest = at;
      for (int i = dims.length - 1; i >= 0; i--) {
        index[i] = rest % dims[i];
        rest /= dims[i];
      }
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }
}
