package dev.vernier.jobs.guess;

import dev.vernier.onnx.Dim;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import java.util.List;

/** What the shape of a model input says about the images it wants. */
record ImageGuess(boolean nchw, int channels, int height, int width) {
  private static final int RANK = 4;

  /** Larger square inputs are customarily cropped out of images 8/7 their size. */
  private static final int LEAST_CROPPED = 128;

  private static final int USUAL_SIZE = 224;

  static ImageGuess of(ValueInfo input) {
    List<Dim> shape = input.type().hasRank() ? input.type().shape() : List.of();
    if (shape.size() == RANK && isChannels(shape.get(1))) {
      return new ImageGuess(
          true, (int) shape.get(1).value(), size(shape.get(2)), size(shape.get(3)));
    }
    if (shape.size() == RANK && isChannels(shape.get(3))) {
      return new ImageGuess(
          false, (int) shape.get(3).value(), size(shape.get(1)), size(shape.get(2)));
    }
    throw new VernierException(
        "cannot guess how images become model input '"
            + input.name()
            + "': expected a shape of 4 dimensions with 1 or 3 channels, the model declares "
            + input.type()
            + ". Write a configuration file and use --config.");
  }

  private static boolean isChannels(Dim dim) {
    return dim.value() == 1 || dim.value() == 3;
  }

  private static int size(Dim dim) {
    return dim.isKnown() ? (int) dim.value() : USUAL_SIZE;
  }

  boolean cropsLikeImageNet() {
    return height == width && height >= LEAST_CROPPED;
  }

  int shorterSide() {
    return Math.round(height * 8 / 7f);
  }

  NormalizationGuess normalization() {
    if (channels == 1) {
      return NormalizationGuess.UNIT;
    }
    if (nchw) {
      return cropsLikeImageNet() ? NormalizationGuess.IMAGENET : NormalizationGuess.UNIT;
    }
    return NormalizationGuess.SIGNED;
  }
}
