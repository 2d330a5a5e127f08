package dev.vernier.pipeline.preprocess;

import dev.vernier.conf.ImageConfig;
import dev.vernier.conf.Interpolation;
import dev.vernier.conf.ResizeMode;

/** Brings an image to size with one of Pillow's filters. */
final class Resize implements ImageStep {
  private final ResizeMode mode;
  private final int[] size;
  private final Interpolation interpolation;

  Resize(ImageConfig config) {
    this.mode = config.resize();
    this.size = mode == ResizeMode.NONE ? null : ImageSteps.heightWidth(config.size());
    this.interpolation = config.interpolation();
  }

  @Override
  public Pixels apply(Pixels image) {
    if (mode == ResizeMode.NONE) {
      return image;
    }
    int[] target = mode == ResizeMode.EXACT ? size : shorterSide(image, size[0]);
    return to(image, target[1], target[0], interpolation);
  }

  /** Height and width with the shorter side at {@code shorter}, the longer in proportion. */
  private static int[] shorterSide(Pixels image, int shorter) {
    int height = image.height();
    int width = image.width();
    return width <= height
        ? new int[] {Math.max(shorter, (int) ((long) shorter * height / width)), shorter}
        : new int[] {shorter, Math.max(shorter, (int) ((long) shorter * width / height))};
  }

  static Pixels to(Pixels image, int width, int height, Interpolation interpolation) {
    if (image.width() == width && image.height() == height) {
      return image;
    }
    return switch (interpolation) {
      case NEAREST -> NearestResize.to(image, width, height);
      case BILINEAR -> FilterResize.to(image, width, height, FilterResize.TRIANGLE);
      case BICUBIC -> FilterResize.to(image, width, height, FilterResize.CUBIC);
    };
  }
}
