package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
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

  Resize(NodeContext context) {
    node = context.node();
    boolean oldRules = context.opset() < 11 || node.is("Upsample");
    resampling = new Resampling(node, oldRules);
    scalesInput = oldRules ? 1 : 2;
    outside = node.floatAttribute("extrapolation_value", 0f);
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
    for (int i = 0; i < named; i++) {
      int axis = axes == null ? i : Dims.axis(axes[i], rank);
      if (sizes != null && sizes.size() > 0) {
        target.dims[axis] = Shapes.dimension(sizes.longAt(i));
        target.scales[axis] = (double) target.dims[axis] / in[axis];
      } else {
        target.scales[axis] = scales == null ? fixed[i] : scales.doubleAt(i);
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
      target.dims[axis] = (int) Math.floor(in[axis] * scale + 0.5);
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
    int[] in = x.dims();
    Tensor roi = scalesInput == 1 ? null : Facts.optional(inputs, 1);
    Target target = target(in, roi, scales(inputs), sizes(inputs));
    AxisResampling[] plans = new AxisResampling[in.length];
    for (int axis = 0; axis < in.length; axis++) {
      plans[axis] =
          resampling.axis(in[axis], target.dims[axis], target.scales[axis], target.roi[axis]);
    }
    if (resampling.copies() && !resampling.crops()) {
      copies(x, plans, outputs[0]);
    } else {
      mix(x, plans, outputs[0], workspace);
    }
  }

  private static void copies(Tensor x, AxisResampling[] plans, Tensor y) {
    int[] strides = Dims.strides(x.dims());
    int[] dims = y.dims();
    int[] index = new int[dims.length];
    for (int i = 0; i < y.size(); i++) {
      int from = 0;
      for (int axis = 0; axis < dims.length; axis++) {
        from += plans[axis].source(index[axis]) * strides[axis];
      }
      Copies.run(x, from, y, i, 1);
      Indices.advance(index, dims);
    }
  }

  private void mix(Tensor x, AxisResampling[] plans, Tensor y, Workspace workspace) {
    int[] dims = x.dims();
    float[] data = x.type() == DataType.FLOAT ? x.floats() : x.toFloats();
    int offset = x.type() == DataType.FLOAT ? x.offset() : 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (plans[axis].identity(dims[axis])) {
        continue;
      }
      int outer = Shapes.product(dims, 0, axis);
      int inner = Shapes.product(dims, axis + 1, dims.length);
      float[] next = workspace.floats(outer * plans[axis].outputs() * inner);
      plans[axis].apply(data, offset, outer, dims[axis], inner, next, outside);
      dims[axis] = plans[axis].outputs();
      data = next;
      offset = 0;
    }
    store(data, offset, y);
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
