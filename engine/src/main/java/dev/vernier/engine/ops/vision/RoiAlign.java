package dev.vernier.engine.ops.vision;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Doubles;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.List;

/**
 * Pools regions (x1, y1, x2, y2) of images into boxes of fixed size (arXiv 1703.06870): each output
 * takes the mean, or the largest contribution, of points spread evenly over its box, each point a
 * bilinear mix of four elements. Points more than one element outside count as 0. Regions are
 * placed in single precision unless they are DOUBLE, so that the number of points agrees with other
 * implementations.
 */
final class RoiAlign implements Operator {
  private final int height;
  private final int width;
  private final int ratio;
  private final float scale;
  private final boolean halfPixel;
  private final boolean largest;

  RoiAlign(NodeContext context) {
    Node node = context.node();
    height = Require.positive(node, "output_height", 1);
    width = Require.positive(node, "output_width", 1);
    ratio = (int) node.intAttribute("sampling_ratio", 0);
    scale = node.floatAttribute("spatial_scale", 1f);
    String mode = node.stringAttribute("mode", "avg");
    if (!mode.equals("avg") && !mode.equals("max")) {
      throw new IllegalArgumentException("attribute mode = '" + mode + "': expected avg or max");
    }
    largest = mode.equals("max");
    String usual = context.opset() < 16 ? "output_half_pixel" : "half_pixel";
    String coordinates = node.stringAttribute("coordinate_transformation_mode", usual);
    halfPixel = coordinates.equals("half_pixel");
    if (!halfPixel && !coordinates.equals("output_half_pixel")) {
      throw new IllegalArgumentException(
          "attribute coordinate_transformation_mode = '"
              + coordinates
              + "': expected half_pixel or output_half_pixel");
    }
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    TensorFact regions = inputs.get(1);
    Require.rank(inputs, 0, 4, 4);
    Require.shape(inputs, 1, -1, 4);
    Require.shape(inputs, 2, regions.hasDims() ? regions.dims()[0] : -1);
    return List.of(
        x.hasDims() && regions.hasDims()
            ? TensorFact.of(x.type(), regions.dims()[0], x.dims()[1], height, width)
            : TensorFact.unknown(x.type()));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    double[] data = Doubles.of(x, workspace);
    int channels = x.dim(1);
    for (int region = 0; region < outputs[0].dim(0); region++) {
      long image = inputs[2].longAt(region);
      if (image < 0 || image >= x.dim(0)) {
        throw new IllegalArgumentException(
            "region " + region + " names image " + image + " of " + x.dim(0));
      }
      Side down = side(inputs[1], region * 4 + 1, height, x.dim(2), workspace);
      Side across = side(inputs[1], region * 4, width, x.dim(3), workspace);
      int from = (int) image * channels * x.dim(2) * x.dim(3);
      for (int i = 0; i < channels * height * width; i++) {
        int plane = from + i / (height * width) * x.dim(2) * x.dim(3);
        double value = pool(data, plane, x.dim(3), down, i / width % height, across, i % width);
        outputs[0].setDouble(region * channels * height * width + i, value);
      }
    }
  }

  /**
   * The points along one side of a region: for point i the elements {@code low[i]} and {@code
   * high[i]} mixed by {@code share[i]} of the latter; low is -1 for a point outside.
   */
  private record Side(int points, int[] low, int[] high, double[] share) {}

  private Side side(Tensor regions, int start, int boxes, int length, Workspace workspace) {
    boolean wide = regions.type() == DataType.DOUBLE;
    double shift = halfPixel ? 0.5 : 0;
    double from = rounded(rounded(regions.doubleAt(start) * scale, wide) - shift, wide);
    double to = rounded(rounded(regions.doubleAt(start + 2) * scale, wide) - shift, wide);
    double extent = rounded(to - from, wide);
    if (!halfPixel) {
      extent = Math.max(extent, 1);
    }
    double box = rounded(extent / boxes, wide);
    int points = ratio > 0 ? ratio : (int) Math.max(0, Math.ceil(box));
    int total = Math.multiplyExact(points, boxes);
    Side side =
        new Side(points, workspace.ints(total), workspace.ints(total), workspace.doubles(total));
    for (int i = 0; i < total; i++) {
      int index = i / points;
      double offset = rounded((i % points + 0.5) * box / points, wide);
      place(side, i, rounded(from + index * box, wide) + offset, length);
    }
    return side;
  }

  private static double rounded(double value, boolean wide) {
    return wide ? value : (float) value;
  }

  private static void place(Side side, int i, double position, int length) {
    if (position < -1 || position > length) {
      side.low[i] = -1;
      return;
    }
    double inside = Math.max(0, Math.min(length - 1, position));
    int low = (int) inside;
    side.low[i] = low;
    side.high[i] = Math.min(low + 1, length - 1);
    side.share[i] = inside - low;
  }

  private double pool(
      double[] data, int plane, int rowLength, Side down, int row, Side across, int column) {
    double sum = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = row * down.points; i < (row + 1) * down.points; i++) {
      for (int j = column * across.points; j < (column + 1) * across.points; j++) {
        if (down.low[i] < 0 || across.low[j] < 0) {
          most = Math.max(most, 0);
          continue;
        }
        int top = plane + down.low[i] * rowLength;
        int bottom = plane + down.high[i] * rowLength;
        double a = (1 - down.share[i]) * (1 - across.share[j]) * data[top + across.low[j]];
        double b = (1 - down.share[i]) * across.share[j] * data[top + across.high[j]];
        double c = down.share[i] * (1 - across.share[j]) * data[bottom + across.low[j]];
        double d = down.share[i] * across.share[j] * data[bottom + across.high[j]];
        sum += a + b + c + d;
        most = Math.max(most, Math.max(Math.max(a, b), Math.max(c, d)));
      }
    }
    int count = down.points * across.points;
    if (largest) {
      return count == 0 ? 0 : most;
    }
    return sum / Math.max(1, count);
  }

  /** ONNX's own recorded results have four decimals. */
  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-4f);
  }
}
