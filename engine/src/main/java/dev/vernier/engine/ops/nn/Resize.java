package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.List;

/**
 * Resamples axes by nearest neighbour, linear or cubic interpolation; one axis after the other, the
 * first first. Sizes or scales are given as inputs, or for Upsample 7 as an attribute.
 */
final class Resize implements Operator {
  private final Node node;
  private final Resampling resampling;
  private final int scalesInput;
  private final float outside;

  /** How each axis is resampled if shapes and scales are constants, else null. */
  private final AxisResampling[] known;

  Resize(NodeContext context) {
    node = context.node();
    boolean oldRules = context.opset() < 11 || node.is("Upsample");
    resampling = new Resampling(node, oldRules);
    scalesInput = oldRules ? 1 : 2;
    outside = node.floatAttribute("extrapolation_value", 0f);
    known = null;
  }

  private Resize(Resize other, AxisResampling[] known) {
    this.node = other.node;
    this.resampling = other.resampling;
    this.scalesInput = other.scalesInput;
    this.outside = other.outside;
    this.known = known;
  }

  /** Output sizes and scales of all axes, and the region of interest. */
  private record Target(int[] dims, double[] scales, double[][] roi) {}

  private Target target(int[] in, Tensor roi, Tensor scales, Tensor sizes) {
    int rank = in.length;
    long[] axes = node.hasAttribute("axes") ? node.intsAttribute("axes") : null;
    int named = axes == null ? rank : axes.length;
    Target target = new Target(in.clone(), new double[rank], new double[rank][]);
    Arrays.fill(target.scales, 1);
    Arrays.fill(target.roi, new double[] {0, 1});
    float[] fixed = node.floatsAttribute("scales");
    boolean sized = sizes != null && sizes.size() > 0;
    int given = sized ? sizes.size() : scales == null ? fixed.length : scales.size();
    int corners = resampling.crops() && roi != null ? roi.size() : 2 * named;
    if (given != named || corners != 2 * named) {
      throw new IllegalArgumentException(
          given + " scales or sizes and " + corners / 2 + " regions for " + named + " axes");
    }
    for (int i = 0; i < named; i++) {
      int axis = axes == null ? i : Dims.axis(axes[i], rank);
      if (sizes != null && sizes.size() > 0) {
        target.dims[axis] = Shapes.dimension(sizes.longAt(i));
        target.scales[axis] = (double) target.dims[axis] / in[axis];
      } else {
        target.scales[axis] = scales == null ? fixed[i] : scales.doubleAt(i);
        if (!(target.scales[axis] > 0 && target.scales[axis] < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException("scale " + target.scales[axis] + " of axis " + axis);
        }
        target.dims[axis] = Shapes.dimension((long) Math.floor(in[axis] * target.scales[axis]));
      }
      if (resampling.crops() && roi != null) {
        target.roi[axis] = new double[] {roi.doubleAt(i), roi.doubleAt(named + i)};
        boolean byScale = sizes == null || sizes.size() == 0;
        if (byScale) {
          double share = target.roi[axis][1] - target.roi[axis][0];
          target.dims[axis] =
              Shapes.dimension((long) Math.floor(in[axis] * share * target.scales[axis]));
        }
      }
    }
    if (sizes != null && sizes.size() > 0) {
      keepAspect(target, in, axes);
    }
    return target;
  }

  private void keepAspect(Target target, int[] in, long[] axes) {
    String policy = node.stringAttribute("keep_aspect_ratio_policy", "stretch");
    if (policy.equals("stretch")) {
      return;
    }
    boolean larger = policy.equals("not_smaller");
    double scale = larger ? 0 : Double.POSITIVE_INFINITY;
    int named = axes == null ? in.length : axes.length;
    for (int i = 0; i < named; i++) {
      double own = target.scales[axes == null ? i : Dims.axis(axes[i], in.length)];
      scale = larger ? Math.max(scale, own) : Math.min(scale, own);
    }
    for (int i = 0; i < named; i++) {
      int axis = axes == null ? i : Dims.axis(axes[i], in.length);
      target.dims[axis] = Shapes.dimension((long) Math.floor(in[axis] * scale + 0.5));
      target.scales[axis] = scale;
    }
  }

  private Tensor sizes(Tensor[] inputs) {
    return scalesInput == 1 ? null : Facts.optional(inputs, 3);
  }

  private Tensor scales(Tensor[] inputs) {
    return Facts.optional(inputs, scalesInput);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    Tensor[] values = new Tensor[inputs.size()];
    boolean pending = !x.hasDims();
    for (int i = 1; i < values.length; i++) {
      pending |= inputs.get(i) != null && !inputs.get(i).isConstant();
      values[i] = inputs.get(i) == null ? null : inputs.get(i).value();
    }
    if (pending) {
      return List.of(TensorFact.unknown(x.type()));
    }
    Tensor roi = scalesInput == 1 ? null : Facts.optional(values, 1);
    return List.of(
        TensorFact.of(x.type(), target(x.dims(), roi, scales(values), sizes(values)).dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    AxisResampling[] plans = known != null ? known : plans(x.dims(), inputs);
    if (resampling.copies() && !resampling.crops()) {
      copies(x, plans, outputs[0]);
    } else {
      mix(x, plans, outputs[0], workspace);
    }
  }

  private AxisResampling[] plans(int[] in, Tensor[] inputs) {
    Tensor roi = scalesInput == 1 ? null : Facts.optional(inputs, 1);
    Target target = target(in, roi, scales(inputs), sizes(inputs));
    AxisResampling[] plans = new AxisResampling[in.length];
    for (int axis = 0; axis < in.length; axis++) {
      plans[axis] =
          resampling.axis(in[axis], target.dims[axis], target.scales[axis], target.roi[axis]);
    }
    return plans;
  }

  @Override
  public Operator prepare(List<TensorFact> inputs, PreparedWeights prepared) {
    Tensor[] values = new Tensor[inputs.size()];
    for (int i = 1; i < values.length; i++) {
      TensorFact fact = inputs.get(i);
      if (fact != null && !fact.isConstant()) {
        return this;
      }
      values[i] = fact == null ? null : fact.value();
    }
    return new Resize(this, plans(inputs.get(0).dims(), values));
  }

  private static void copies(Tensor x, AxisResampling[] plans, Tensor y) {
    int[] strides = Dims.strides(x.dims());
    int last = strides.length - 1;
    if (last < 0 || y.size() == 0) {
      Copies.all(x, y);
      return;
    }
    int[] outer = Arrays.copyOf(y.dims(), last);
    int[] index = new int[last];
    int columns = y.dim(last);
    int before = -1;
    for (int row = 0; row < y.size() / columns; row++) {
      int from = 0;
      for (int axis = 0; axis < last; axis++) {
        from += plans[axis].source(index[axis]) * strides[axis];
      }
      if (from == before) {
        Copies.run(y, (row - 1) * columns, y, row * columns, columns);
      } else {
        copyRow(x, from, plans[last], y, row * columns);
      }
      before = from;
      Indices.advance(index, outer);
    }
  }

  private static void copyRow(Tensor x, int from, AxisResampling plan, Tensor y, int to) {
    if (x.type() != DataType.FLOAT) {
      for (int i = 0; i < plan.outputs(); i++) {
        Copies.run(x, from + plan.source(i), y, to + i, 1);
      }
      return;
    }
    float[] data = x.floats();
    float[] result = y.floats();
    int xo = x.offset() + from;
    int yo = y.offset() + to;
    for (int i = 0; i < plan.outputs(); i++) {
      result[yo + i] = data[xo + plan.source(i)];
    }
  }

  private void mix(Tensor x, AxisResampling[] plans, Tensor y, Workspace workspace) {
    int[] dims = x.dims();
    float[] data = x.type() == DataType.FLOAT ? x.floats() : x.toFloats();
    int offset = x.type() == DataType.FLOAT ? x.offset() : 0;
    int last = lastMixed(plans, dims);
    for (int axis = 0; axis < dims.length; axis++) {
      if (plans[axis].identity(dims[axis])) {
        continue;
      }
      boolean direct = axis == last && y.type() == DataType.FLOAT;
      int outer = Shapes.product(dims, 0, axis);
      int inner = Shapes.product(dims, axis + 1, dims.length);
      float[] next = direct ? y.floats() : workspace.floats(outer * plans[axis].outputs() * inner);
      int to = direct ? y.offset() : 0;
      plans[axis].apply(
          workspace.kernels(), data, offset, outer, dims[axis], inner, next, to, outside);
      dims[axis] = plans[axis].outputs();
      data = next;
      offset = to;
    }
    if (last < 0 || y.type() != DataType.FLOAT) {
      store(data, offset, y);
    }
  }

  /** The last axis that changes, or -1. */
  private static int lastMixed(AxisResampling[] plans, int[] dims) {
    int last = dims.length - 1;
    while (last >= 0 && plans[last].identity(dims[last])) {
      last--;
    }
    return last;
  }

  private static void store(float[] data, int offset, Tensor y) {
    if (y.type() == DataType.FLOAT) {
      System.arraycopy(data, offset, y.floats(), y.offset(), y.size());
      return;
    }
    for (int i = 0; i < y.size(); i++) {
      y.setDouble(i, data[offset + i]);
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    int[] from = inputs.get(0).dims();
    int[] to = outputs.get(0).dims();
    boolean kept = from != null && to != null && from[0] == to[0] && !resampling.crops();
    return SampleAxis0.withinSlices(inputCarries, inputs, kept);
  }
}
