package dev.vernier.engine.ops.vision;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.Node;
import java.util.List;

/**
 * The largest element of each of height x width boxes of a region (image, x1, y1, x2, y2), whose
 * scaled corners are rounded to elements and belong to it, as in Fast R-CNN (arXiv 1504.08083). A
 * box begins and ends at the elements its real borders fall in; one that is empty gives 0.
 */
final class MaxRoiPool implements Operator {
  private final int height;
  private final int width;
  private final float scale;

  MaxRoiPool(NodeContext context) {
    Node node = context.node();
    long[] shape = node.intsAttribute("pooled_shape");
    if (shape.length != 2) {
      throw new IllegalArgumentException("attribute pooled_shape: expected height and width");
    }
    height = Shapes.dimension(shape[0]);
    width = Shapes.dimension(shape[1]);
    scale = node.floatAttribute("spatial_scale", 1f);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    TensorFact regions = inputs.get(1);
    Require.rank(inputs, 0, 4, 4);
    Require.shape(inputs, 1, -1, 5);
    return List.of(
        x.hasDims() && regions.hasDims()
            ? TensorFact.of(x.type(), regions.dims()[0], x.dims()[1], height, width)
            : TensorFact.unknown(x.type()));
  }

  /** Half-open bounds of a box along one axis, clipped to the image. */
  private int bound(Tensor regions, int corner, int boxes, int edge, int length, boolean end) {
    int from = rounded(regions, corner);
    int extent = Math.max(rounded(regions, corner + 2) - from + 1, 1);
    float box = (float) extent / boxes;
    double border = end ? Math.ceil(edge * box) : Math.floor(edge * box);
    return (int) Math.max(0, Math.min(length, border + from));
  }

  private int rounded(Tensor regions, int at) {
    float value = (float) regions.doubleAt(at) * scale;
    return (int) (value < 0 ? -Math.floor(-value + 0.5) : Math.floor(value + 0.5));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor regions = inputs[1];
    Tensor y = outputs[0];
    int channels = x.dim(1);
    for (int i = 0; i < y.size(); i++) {
      int column = i % width;
      int row = i / width % height;
      int channel = i / (width * height) % channels;
      int region = 5 * (i / (width * height * channels));
      int image = (int) regions.doubleAt(region);
      if (image < 0 || image >= x.dim(0)) {
        throw new IllegalArgumentException(
            "region " + region / 5 + " names image " + image + " of " + x.dim(0));
      }
      int top = bound(regions, region + 2, height, row, x.dim(2), false);
      int bottom = bound(regions, region + 2, height, row + 1, x.dim(2), true);
      int left = bound(regions, region + 1, width, column, x.dim(3), false);
      int right = bound(regions, region + 1, width, column + 1, x.dim(3), true);
      y.setDouble(i, largest(x, image * channels + channel, top, bottom, left, right));
    }
  }

  private static double largest(Tensor x, int plane, int top, int bottom, int left, int right) {
    if (top >= bottom || left >= right) {
      return 0;
    }
    double most = Double.NEGATIVE_INFINITY;
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        most = Math.max(most, x.doubleAt((plane * x.dim(2) + row) * x.dim(3) + column));
      }
    }
    return most;
  }
}
