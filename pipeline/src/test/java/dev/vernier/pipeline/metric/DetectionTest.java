package dev.vernier.pipeline.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Golden values of the averages: pycocotools 2.0.11 on the same boxes; of decoding: by hand. */
class DetectionTest {
  private static final Offset<Double> NEAR = within(1e-9);
  private static final int BOXES = 12;

  private static final String TRUTH =
      "image-size = [320, 320], truth-column = boxes, classes-column = classes";

  /** Twelve images of up to five objects, and detections of two models around them. */
  private static List<Outcome> images() {
    Drawn drawn = new Drawn(41);
    List<Outcome> images = new ArrayList<>();
    for (int image = 0; image < 12; image++) {
      int n = 1 + drawn.below(5);
      float[] truth = new float[4 * n];
      int[] classes = new int[n];
      int[] crowd = new int[n];
      for (int i = 0; i < n; i++) {
        object(drawn, i, truth, classes, crowd);
      }
      List<List<Tensor>> models = new ArrayList<>();
      for (double noise : new double[] {0.1, 0.25}) {
        models.add(detections(drawn, truth, classes, noise));
      }
      byte[] identity = ByteBuffer.allocate(32).putInt(image).array();
      Row row = Row.of("boxes", truth).with("classes", classes).with("crowd", crowd);
      images.add(
          new Outcome(
              models.get(0), models.get(1), List.of("boxes", "scores"), 0, -1, row, identity));
    }
    return images;
  }

  private static void object(Drawn drawn, int i, float[] truth, int[] classes, int[] crowd) {
    int size = new int[] {20, 60, 150}[drawn.below(3)];
    double w = size * (0.75 + 0.5 * drawn.unit());
    double h = size * (0.75 + 0.5 * drawn.unit());
    double x = drawn.unit() * (320 - w);
    double y = drawn.unit() * (320 - h);
    classes[i] = drawn.below(3);
    crowd[i] = drawn.below(8) == 0 ? 1 : 0;
    float[] box = {(float) x, (float) y, (float) w, (float) h};
    System.arraycopy(box, 0, truth, 4 * i, 4);
  }

  private static List<Tensor> detections(Drawn drawn, float[] truth, int[] classes, double noise) {
    float[] boxes = new float[4 * BOXES];
    float[] scores = new float[3 * BOXES];
    for (int k = 0; k < BOXES; k++) {
      float score = (float) drawn.unit();
      double[] b = new double[4];
      int label;
      if (k < 2 * classes.length) {
        int at = 4 * (k / 2);
        b[0] = truth[at] + noise * truth[at + 2] * (2 * drawn.unit() - 1);
        b[1] = truth[at + 1] + noise * truth[at + 3] * (2 * drawn.unit() - 1);
        b[2] = truth[at + 2] * (1 + noise * (2 * drawn.unit() - 1));
        b[3] = truth[at + 3] * (1 + noise * (2 * drawn.unit() - 1));
        int right = classes[k / 2];
        label = drawn.unit() < 0.9 ? right : (right + 1) % 3;
      } else {
        b[2] = 10 + 100 * drawn.unit();
        b[3] = 10 + 100 * drawn.unit();
        b[0] = drawn.unit() * 200;
        b[1] = drawn.unit() * 200;
        label = drawn.below(3);
      }
      float[] corners = {(float) b[0], (float) b[1], (float) (b[0] + b[2]), (float) (b[1] + b[3])};
      System.arraycopy(corners, 0, boxes, 4 * k, 4);
      scores[3 * k + label] = score;
    }
    return List.of(Tensor.of(boxes, 1, BOXES, 4), Tensor.of(scores, 1, BOXES, 3));
  }

  private static MetricSuite suite(String detection) {
    return Metrics.of(MetricRun.config("metrics = [map], detection {" + detection + "}"));
  }

  @Test
  void averagesAreThoseOfCoco() throws Exception {
    Map<String, Double> m =
        MetricRun.measures(
            suite(TRUTH + ", crowd-column = crowd, min-score = 1e-9, max-overlap = 1"), images());
    assertThat(m.get("reference.map")).isCloseTo(0.345630617009772, NEAR);
    assertThat(m.get("reference.map.50")).isCloseTo(0.5881469409911766, NEAR);
    assertThat(m.get("reference.map.75")).isCloseTo(0.4043735128284373, NEAR);
    assertThat(m.get("reference.map.small")).isCloseTo(0.3972232937579472, NEAR);
    assertThat(m.get("reference.map.medium")).isCloseTo(0.45238484287989233, NEAR);
    assertThat(m.get("reference.map.large")).isCloseTo(0.6136303630363036, NEAR);
    assertThat(m.get("reference.recall.100")).isCloseTo(0.6834343434343435, NEAR);
    assertThat(m.get("map")).isCloseTo(0.1090681258642767, NEAR);
    assertThat(m.get("map.50")).isCloseTo(0.3698239433063252, NEAR);
    assertThat(m.get("map.large")).isCloseTo(0.2307150715071507, NEAR);
    assertThat(m.get("recall.100")).isCloseTo(0.3738131313131313, NEAR);
    assertThat(m.get("drop.map")).isCloseTo(m.get("reference.map") - m.get("map"), within(1e-15));
  }

  @Test
  void withoutAnnotationsTheFloatingPointModelsSureBoxesAreRight() throws Exception {
    MetricSuite suite =
        Metrics.of(
            MetricRun.config(
                "metrics = [map], annotation { free = true, min-confidence = 0.3 }"
                    + ", detection { image-size = [320, 320], min-score = 0.3, max-overlap = 1 }"));
    Map<String, Double> m = MetricRun.measures(suite, images());
    assertThat(m.get("reference.map")).isCloseTo(1, NEAR);
    assertThat(m.get("map")).isBetween(0.0, 0.5);
  }

  @Test
  void gridsAreDecoded() throws Exception {
    // One grid of 2 by 2 cells of 16 pixels; the third cell is column 0 of row 1.
    float[] cells = new float[4 * 7];
    float[] third = {0.5f, 0.25f, 0, (float) Math.log(2), 0.5f, 0.25f, 0.75f};
    System.arraycopy(third, 0, cells, 2 * 7, 7);
    List<Detection> found =
        decoder("decoder = yolox, strides = [16], image-size = [32, 32]")
            .decode(List.of("y"), List.of(Tensor.of(cells, 1, 4, 7)), 100);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).label()).isEqualTo(1);
    assertThat(found.get(0).score()).isCloseTo(0.375, NEAR);
    assertBox(found.get(0).box(), 0, 4, 16, 36);
  }

  @Test
  void offsetsFromAnchorsAreDecoded() throws Exception {
    float[] offsets = {1, -1, (float) (5 * Math.log(2)), 0};
    float[] logits = {0, (float) Math.log(3), 0};
    List<Detection> found =
        decoder(
                "decoder = ssd, activation = softmax, background = true, image-size = [100, 200]"
                    + ", box-format = cxcywh, box-units = relative"
                    + ", anchors = [0.5, 0.5, 0.2, 0.2], min-score = 0.3")
            .decode(
                List.of("b", "s"),
                List.of(Tensor.of(offsets, 1, 1, 4), Tensor.of(logits, 1, 1, 3)),
                100);
    // The anchor is 40 by 20 about (100, 50); 0.1 of it aside and up, and twice as wide.
    assertThat(found).hasSize(1);
    assertThat(found.get(0).label()).isZero();
    assertThat(found.get(0).score()).isCloseTo(0.6, within(1e-6));
    assertBox(found.get(0).box(), 104 - 40, 48 - 10, 104 + 40, 48 + 10);
  }

  @Test
  void suppressesWorseBoxesOfTheSameClassOnly() throws Exception {
    float[] boxes = {0, 0, 10, 10, 1, 0, 11, 10, 20, 0, 30, 10};
    float[] scores = {0.9f, 0.6f, 0.8f, 0, 0.7f, 0};
    List<Detection> found =
        decoder("image-size = [32, 32], max-overlap = 0.5")
            .decode(
                List.of("b", "s"),
                List.of(Tensor.of(boxes, 1, 3, 4), Tensor.of(scores, 1, 3, 2)),
                100);
    assertThat(found.stream().map(Detection::score).map(Double::floatValue))
        .containsExactly(0.9f, 0.7f, 0.6f);
  }

  @Test
  void aGridOfAnotherSizeMakesTheRowBad() {
    assertThatThrownBy(
            () ->
                decoder("decoder = yolox, strides = [16], image-size = [64, 32]")
                    .decode(List.of("y"), List.of(Tensor.of(new float[28], 1, 4, 7)), 100))
        .isInstanceOf(BadRowException.class)
        .hasMessageContaining("4 cells")
        .hasMessageContaining("8");
  }

  private static BoxDecoder decoder(String detection) {
    return new BoxDecoder(MetricRun.config("detection {" + detection + "}").detection());
  }

  private static void assertBox(Box box, double left, double top, double right, double bottom) {
    assertThat(box.left()).isCloseTo(left, within(1e-4));
    assertThat(box.top()).isCloseTo(top, within(1e-4));
    assertThat(box.right()).isCloseTo(right, within(1e-4));
    assertThat(box.bottom()).isCloseTo(bottom, within(1e-4));
  }
}
