package dev.vernier.pipeline.metric;

import dev.vernier.conf.DetectionConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Turns a detector's outputs into boxes, best first. Of equal scores the earlier box comes first.
 *
 * <p>yolox (Ge et al., "YOLOX", 2021): a cell at column x and row y of a grid of stride s gives
 * centre {@code ((x + dx) s, (y + dy) s)} and size {@code (exp(w) s, exp(h) s)}; its score is
 * objectness times the best class score, objectness and classes past their sigmoid. ssd (Liu et
 * al., "SSD", 2016): centre {@code anchor centre + offset * variance * anchor size}, size {@code
 * anchor size * exp(offset * variance)}.
 */
final class BoxDecoder {
  private final DetectionConfig config;

  BoxDecoder(DetectionConfig config) {
    this.config = config;
    if (config.imageSize().size() != 2) {
      throw new VernierException(
          "validation.detection.image-size = "
              + config.imageSize()
              + ": expected [height, width] of the model's input");
    }
  }

  double height() {
    return config.imageSize().get(0);
  }

  double width() {
    return config.imageSize().get(1);
  }

  /** At most {@code most} boxes above the score and after suppression. */
  List<Detection> decode(List<String> names, List<Tensor> outputs, int most)
      throws BadRowException {
    List<Detection> all =
        config.decoder().equals("yolox")
            ? grids(output(names, outputs, config.boxesOutput(), 0))
            : scored(names, outputs);
    all.removeIf(d -> !(d.score() >= config.minScore()) || !d.box().isFinite());
    all.sort(Comparator.comparingDouble(Detection::score).reversed());
    return suppressed(all, most);
  }

  private List<Detection> suppressed(List<Detection> sorted, int most) {
    List<Detection> kept = new ArrayList<>();
    for (Detection next : sorted) {
      boolean covered =
          kept.stream()
              .anyMatch(
                  k ->
                      k.label() == next.label()
                          && k.box().overlap(next.box(), false) > config.maxOverlap());
      if (!covered) {
        kept.add(next);
      }
      if (kept.size() == most) {
        break;
      }
    }
    return kept;
  }

  private Tensor output(
      List<String> names, List<Tensor> outputs, Optional<String> name, int byDefault)
      throws BadRowException {
    int index = name.map(names::indexOf).orElse(byDefault);
    if (index < 0 || index >= outputs.size()) {
      throw new BadRowException(
          "map: no output " + name.orElse("number " + (byDefault + 1)) + " among " + names);
    }
    return outputs.get(index);
  }

  private List<Detection> grids(Tensor output) throws BadRowException {
    int width = output.dim(output.rank() - 1);
    int cells = output.size() / width;
    int expected = config.strides().stream().mapToInt(s -> columns(s) * rows(s)).sum();
    if (cells != expected) {
      throw new BadRowException(
          "map: " + cells + " cells; strides and image size give " + expected);
    }
    List<Detection> all = new ArrayList<>();
    int at = 0;
    for (int stride : config.strides()) {
      for (int i = 0; i < rows(stride) * columns(stride); i++, at += width) {
        all.add(cell(output, at, width - 5, i % columns(stride), i / columns(stride), stride));
      }
    }
    return all;
  }

  private int columns(int stride) {
    return (int) width() / stride;
  }

  private int rows(int stride) {
    return (int) height() / stride;
  }

  private Detection cell(Tensor output, int at, int classes, int x, int y, int stride) {
    Box box =
        Box.centred(
            (output.doubleAt(at) + x) * stride,
            (output.doubleAt(at + 1) + y) * stride,
            StrictMath.exp(output.doubleAt(at + 2)) * stride,
            StrictMath.exp(output.doubleAt(at + 3)) * stride);
    int best = Scores.best(output, at + 5, classes, 1);
    double objectness = activated(output.doubleAt(at + 4));
    return new Detection(box, best, objectness * activated(output.doubleAt(at + 5 + best)));
  }

  private List<Detection> scored(List<String> names, List<Tensor> outputs) throws BadRowException {
    Tensor boxes = output(names, outputs, config.boxesOutput(), 0);
    Tensor scores = output(names, outputs, config.scoresOutput(), 1);
    int count = boxes.size() / 4;
    int classes = scores.dim(scores.rank() - 1);
    if (scores.size() != count * classes) {
      throw new BadRowException("map: " + count + " boxes, but scores " + scores);
    }
    Tensor anchors = config.decoder().equals("ssd") ? anchors(names, outputs, count) : null;
    List<Detection> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Box box = anchors == null ? plain(boxes, i) : offset(boxes, anchors, i);
      addClasses(all, box, scores, i * classes, classes);
    }
    return all;
  }

  private Tensor anchors(List<String> names, List<Tensor> outputs, int count)
      throws BadRowException {
    if (config.anchorsOutput().isPresent()) {
      return output(names, outputs, config.anchorsOutput(), 0);
    }
    if (config.anchors().size() != 4 * count) {
      throw new BadRowException(
          "map: " + config.anchors().size() / 4 + " anchors; the model gives " + count + " boxes");
    }
    return Tensor.of(config.anchors().stream().mapToDouble(a -> a).toArray(), count, 4);
  }

  private void addClasses(List<Detection> all, Box box, Tensor scores, int at, int classes) {
    int first = config.background() ? 1 : 0;
    double[] logs =
        config.activation().equals("softmax")
            ? Probabilities.logs(scores, false, at, classes, 1)
            : null;
    for (int c = first; c < classes; c++) {
      double score = logs == null ? activated(scores.doubleAt(at + c)) : StrictMath.exp(logs[c]);
      // Most boxes are far below the threshold; they are not worth an object each.
      if (score >= config.minScore()) {
        all.add(new Detection(box, c - first, score));
      }
    }
  }

  private double activated(double score) {
    return config.activation().equals("sigmoid") ? 1 / (1 + StrictMath.exp(-score)) : score;
  }

  private Box plain(Tensor boxes, int i) {
    boolean relative = config.boxUnits().equals("relative");
    return Box.of(
        config.boxFormat(), four(boxes, i), relative ? width() : 1, relative ? height() : 1);
  }

  private Box offset(Tensor offsets, Tensor anchors, int i) {
    Box anchor = plain(anchors, i);
    double[] v = four(offsets, i);
    List<Double> variance = config.variances();
    double x = (anchor.left() + anchor.right()) / 2 + v[0] * variance.get(0) * anchor.width();
    double y = (anchor.top() + anchor.bottom()) / 2 + v[1] * variance.get(1) * anchor.height();
    return Box.centred(
        x,
        y,
        anchor.width() * StrictMath.exp(v[2] * variance.get(2)),
        anchor.height() * StrictMath.exp(v[3] * variance.get(3)));
  }

  private static double[] four(Tensor values, int i) {
    double[] four = new double[4];
    for (int k = 0; k < 4; k++) {
      four[k] = values.doubleAt(4 * i + k);
    }
    return four;
  }
}
