package dev.vernier.conf;

import java.util.List;
import java.util.Optional;

/**
 * How the outputs of a detector become boxes, for the metric map, and where the right boxes are.
 */
public record DetectionConfig(
    @Setting(
            doc =
                "decoded: boxes and class scores as they are; yolox: one output [1, cells, 5 +"
                    + " classes] of centre, size, objectness and class scores on grids; ssd: offsets"
                    + " from anchors and class scores.",
            byDefault = "decoded",
            oneOf = {"decoded", "yolox", "ssd"})
        String decoder,
    @Setting(
            doc =
                "Output with the boxes [1, boxes, 4] (yolox: with everything); empty: the model's"
                    + " first output.",
            byDefault = "")
        Optional<String> boxesOutput,
    @Setting(
            doc = "Output with class scores [1, boxes, classes]; empty: the model's second output.",
            byDefault = "")
        Optional<String> scoresOutput,
    @Setting(
            doc =
                "Output with the anchors [1, boxes, 4] of ssd, in the units and format of the boxes.",
            byDefault = "")
        Optional<String> anchorsOutput,
    @Setting(
            doc =
                "Anchors of ssd where no output has them: four numbers each, in the units and format"
                    + " of the boxes.",
            byDefault = "[]")
        List<Double> anchors,
    @Setting(
            doc = "Factors on ssd's offsets of centre (x, y) and size (width, height).",
            byDefault = "[0.1, 0.1, 0.2, 0.2]")
        List<Double> variances,
    @Setting(
            doc = "Cell sizes of yolox's grids in pixels, in output order.",
            byDefault = "[8, 16, 32]")
        List<Integer> strides,
    @Setting(
            doc =
                "What is still to be applied to scores: none, sigmoid, or softmax over the classes.",
            byDefault = "none",
            oneOf = {"none", "sigmoid", "softmax"})
        String activation,
    @Setting(
            doc =
                "Whether the first class score is that of the background; classes count from it on.",
            byDefault = "false")
        boolean background,
    @Setting(doc = "Height and width of the model's input in pixels.", byDefault = "[]", min = 1)
        List<Integer> imageSize,
    @Setting(
            doc = "The four numbers of a box that the model gives, and of an anchor.",
            byDefault = "xyxy",
            oneOf = {"xyxy", "xywh", "cxcywh", "yxyx"})
        String boxFormat,
    @Setting(
            doc =
                "Units of the model's boxes and anchors: pixels, or relative to the image's size.",
            byDefault = "pixels",
            oneOf = {"pixels", "relative"})
        String boxUnits,
    @Setting(doc = "Boxes with a lower score are dropped.", byDefault = "0.01", min = 0, max = 1)
        double minScore,
    @Setting(
            doc =
                "A box that overlaps a better one of its class by more (intersection over union) is"
                    + " dropped; 1: none is.",
            byDefault = "0.65",
            min = 0,
            max = 1)
        double maxOverlap,
    @Setting(
            doc = "Column with the right boxes of a row, four numbers each, in one list.",
            byDefault = "")
        Optional<String> truthColumn,
    @Setting(doc = "Column with the class of every right box.", byDefault = "")
        Optional<String> classesColumn,
    @Setting(
            doc =
                "Column that says of every right box whether it is a crowd (1), which counts neither"
                    + " for nor against; empty: none is.",
            byDefault = "")
        Optional<String> crowdColumn,
    @Setting(
            doc = "The four numbers of a right box; COCO's are xywh.",
            byDefault = "xywh",
            oneOf = {"xyxy", "xywh", "cxcywh", "yxyx"})
        String truthFormat,
    @Setting(
            doc =
                "Units of right boxes: pixels of the model's input, or relative to it. Boxes must be"
                    + " mapped as the image is resized and cropped.",
            byDefault = "pixels",
            oneOf = {"pixels", "relative"})
        String truthUnits) {

  /** Copies the lists. */
  public DetectionConfig {
    anchors = List.copyOf(anchors);
    variances = List.copyOf(variances);
    strides = List.copyOf(strides);
    imageSize = List.copyOf(imageSize);
  }
}
