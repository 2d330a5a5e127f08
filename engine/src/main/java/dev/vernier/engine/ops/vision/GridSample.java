package dev.vernier.engine.ops.vision;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Samples X (N, C, d...) at the positions of a grid (N, e..., r), which gives (N, C, e...); r is
 * the number of spatial axes and positions name the innermost axis first. Every output mixes the
 * Cartesian product of what {@link GridAxis} takes along each axis, summed in double precision.
 */
final class GridSample implements Operator {
  private final GridAxis.Rules rules;

  GridSample(NodeContext context) {
    rules = GridAxis.Rules.of(context.node());
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!Facts.shaped(inputs)) {
      return List.of(TensorFact.unknown(x.type()));
    }
    int[] grid = inputs.get(1).dims();
    int axes = x.rank() - 2;
    if (axes < 1 || grid.length != axes + 2 || grid[axes + 1] != axes || grid[0] != x.dims()[0]) {
      throw new IllegalArgumentException(
          "a grid of shape "
              + Dims.text(grid)
              + " does not sample "
              + Dims.text(x.dims())
              + ": expected the same batch, "
              + axes
              + " axes and positions of "
              + axes
              + " coordinates");
    }
    int[] dims = new int[axes + 2];
    dims[0] = grid[0];
    dims[1] = x.dims()[1];
    System.arraycopy(grid, 1, dims, 2, axes);
    return List.of(TensorFact.of(x.type(), dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int axes = x.rank() - 2;
    int plane = Shapes.product(x.dims(), 2, x.rank());
    int points = Shapes.product(outputs[0].dims(), 2, x.rank());
    GridAxis[] along = new GridAxis[axes];
    for (int axis = 0; axis < axes; axis++) {
      along[axis] = new GridAxis(rules, x.dim(2 + axis), workspace);
    }
    int most = (int) StrictMath.pow(rules.taps(), axes);
    Taps taps = new Taps(workspace.ints(most), workspace.doubles(most));
    for (int p = 0; p < x.dim(0) * points; p++) {
      int count = taps.gather(along, inputs[1], p * axes);
      int from = p / points * x.dim(1) * plane;
      int to = p / points * x.dim(1) * points + p % points;
      for (int c = 0; c < x.dim(1); c++) {
        store(x, from + c * plane, taps, count, outputs[0], to + c * points);
      }
    }
  }

  private void store(Tensor x, int from, Taps taps, int count, Tensor y, int to) {
    if (rules.copies()) {
      if (count == 0) {
        y.setLong(to, 0);
      } else {
        Copies.run(x, from + taps.position[0], y, to, 1);
      }
    } else if (x.type() == DataType.FLOAT) {
      y.floats()[y.offset() + to] = (float) taps.mix(x.floats(), x.offset() + from, count);
    } else {
      y.setDouble(to, taps.mix(x, from, count));
    }
  }

  /** The elements that one output mixes: positions in a plane of X and their weights. */
  private record Taps(int[] position, double[] weight) {
    /** Takes the product of the axes' taps, those outside left out; returns their number. */
    int gather(GridAxis[] along, Tensor grid, int at) {
      position[0] = 0;
      weight[0] = 1;
      int count = 1;
      for (int axis = 0; axis < along.length; axis++) {
        along[axis].place(grid, at + along.length - 1 - axis);
        count = multiply(along[axis], count);
      }
      return count;
    }

    /** From the last tap to the first, so that the taps can be expanded in place. */
    private int multiply(GridAxis axis, int count) {
      int each = axis.count();
      for (int i = count - 1; i >= 0; i--) {
        int base = position[i] * axis.length();
        double w = weight[i];
        for (int t = each - 1; t >= 0; t--) {
          position[i * each + t] = base + axis.index(t);
          weight[i * each + t] = w * axis.weight(t);
        }
      }
      return count * each;
    }

    double mix(float[] x, int from, int count) {
      double sum = 0;
      for (int t = 0; t < count; t++) {
        sum = Math.fma(weight[t], (double) x[from + position[t]], sum);
      }
      return sum;
    }

    double mix(Tensor x, int from, int count) {
      double sum = 0;
      for (int t = 0; t < count; t++) {
        sum = Math.fma(weight[t], x.doubleAt(from + position[t]), sum);
      }
      return sum;
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.single(inputCarries[0] && inputCarries[1]);
  }
}
