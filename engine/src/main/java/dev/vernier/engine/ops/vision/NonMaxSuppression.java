package dev.vernier.engine.ops.vision;

import dev.vernier.engine.Dims;
import dev.vernier.engine.DynamicOperator;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Doubles;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps, class by class, the boxes of highest score that overlap no box kept before by more than a
 * threshold; of equal scores the lower index comes first. Boxes of shape (N, boxes, 4) and scores
 * (N, classes, boxes) give rows of sample, class and box index. A box needs a score above the
 * threshold, if there is one. Overlap is computed in single precision, as ONNX Runtime does, so
 * that a ratio equal to the threshold falls on the same side.
 */
final class NonMaxSuppression implements DynamicOperator {
  private final boolean centred;

  NonMaxSuppression(NodeContext context) {
    centred = context.node().intAttribute("center_point_box", 0) != 0;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(TensorFact.unknown(DataType.INT64));
  }

  @Override
  public Tensor[] evalDynamic(Tensor[] inputs, Workspace workspace) {
    int batch = inputs[0].dim(0);
    int boxes = inputs[0].dim(1);
    int classes = inputs[1].dim(1);
    check(inputs[0].dims(), inputs[1].dims());
    long limit = (long) Doubles.scalar(Facts.optional(inputs, 2), 0);
    int most = (int) Math.max(0, Math.min(limit, boxes));
    float overlap = (float) Doubles.scalar(Facts.optional(inputs, 3), 0);
    double least = Doubles.scalar(Facts.optional(inputs, 4), Double.NEGATIVE_INFINITY);
    boolean bounded = Facts.optional(inputs, 4) != null;
    float[] corners = corners(inputs[0], workspace);
    int[] kept = workspace.ints(batch * classes * most);
    int[] counts = workspace.ints(batch * classes);
    int total = 0;
    for (int row = 0; row < batch * classes; row++) {
      Integer[] order = candidates(inputs[1], row * boxes, boxes, bounded, least);
      counts[row] = select(order, corners, row / classes * boxes, overlap, kept, row * most, most);
      total += counts[row];
    }
    Tensor table = workspace.allocate(DataType.INT64, total, 3);
    fill(table, kept, counts, most, classes);
    return new Tensor[] {table};
  }

  private static void check(int[] boxes, int[] scores) {
    boolean fit = boxes.length == 3 && scores.length == 3 && boxes[2] == 4;
    if (!fit || boxes[0] != scores[0] || boxes[1] != scores[2]) {
      throw new IllegalArgumentException(
          "boxes "
              + Dims.text(boxes)
              + " and scores "
              + Dims.text(scores)
              + " do not fit: expected (batch, boxes, 4) and (batch, classes, boxes)");
    }
  }

  /** Boxes as least and greatest y and x: four floats each. */
  private float[] corners(Tensor boxes, Workspace workspace) {
    float[] corners = workspace.floats(boxes.size());
    float[] b = boxes.floats();
    for (int i = 0; i < boxes.size(); i += 4) {
      int from = boxes.offset() + i;
      if (centred) {
        corners[i] = b[from + 1] - b[from + 3] / 2;
        corners[i + 1] = b[from] - b[from + 2] / 2;
        corners[i + 2] = b[from + 1] + b[from + 3] / 2;
        corners[i + 3] = b[from] + b[from + 2] / 2;
      } else {
        corners[i] = Math.min(b[from], b[from + 2]);
        corners[i + 1] = Math.min(b[from + 1], b[from + 3]);
        corners[i + 2] = Math.max(b[from], b[from + 2]);
        corners[i + 3] = Math.max(b[from + 1], b[from + 3]);
      }
    }
    return corners;
  }

  private static Integer[] candidates(
      Tensor scores, int from, int n, boolean bounded, double least) {
    Integer[] order = new Integer[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (!bounded || scores.doubleAt(from + i) > least) {
        order[count++] = i;
      }
    }
    Comparator<Integer> rising = Comparator.comparingDouble(i -> scores.doubleAt(from + i));
    Arrays.sort(order, 0, count, rising.reversed());
    return Arrays.copyOf(order, count);
  }

  private static int select(
      Integer[] order, float[] corners, int first, float overlap, int[] kept, int to, int most) {
    int count = 0;
    for (int i = 0; i < order.length && count < most; i++) {
      boolean free = true;
      for (int k = 0; free && k < count; k++) {
        free = !overlaps(corners, 4 * (first + order[i]), 4 * (first + kept[to + k]), overlap);
      }
      if (free) {
        kept[to + count++] = order[i];
      }
    }
    return count;
  }

  private static boolean overlaps(float[] c, int a, int b, float threshold) {
    float height = Math.min(c[a + 2], c[b + 2]) - Math.max(c[a], c[b]);
    float width = Math.min(c[a + 3], c[b + 3]) - Math.max(c[a + 1], c[b + 1]);
    if (!(height > 0 && width > 0)) {
      return false;
    }
    float shared = width * height;
    float one = area(c, a);
    float other = area(c, b);
    float union = one + other - shared;
    return shared > 0 && one > 0 && other > 0 && union > 0 && shared / union > threshold;
  }

  private static float area(float[] c, int box) {
    return (c[box + 3] - c[box + 1]) * (c[box + 2] - c[box]);
  }

  private static void fill(Tensor table, int[] kept, int[] counts, int most, int classes) {
    int to = 0;
    for (int row = 0; to < table.size(); row++) {
      for (int k = 0; k < counts[row]; k++) {
        table.setLong(to++, row / classes);
        table.setLong(to++, row % classes);
        table.setLong(to++, kept[row * most + k]);
      }
    }
  }
}
