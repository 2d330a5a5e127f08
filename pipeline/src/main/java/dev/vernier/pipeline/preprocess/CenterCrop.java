package dev.vernier.pipeline.preprocess;

import dev.vernier.conf.CropRounding;
import dev.vernier.conf.ImageConfig;

/**
 * Cuts the middle out of an image. The offset is half the surplus, rounded to even, as
 * torchvision's {@code center_crop} has it; an image smaller than the crop is first padded with
 * zeros, the smaller half before the image.
 */
final class CenterCrop implements ImageStep {
  private final int[] size;
  private final CropRounding rounding;

  CenterCrop(ImageConfig config) {
    this.size = config.crop().isEmpty() ? null : ImageSteps.heightWidth(config.crop());
    this.rounding = config.cropRounding();
  }

  @Override
  public Pixels apply(Pixels image) {
    if (size == null || (image.height() == size[0] && image.width() == size[1])) {
      return image;
    }
    Pixels out = Pixels.black(size[1], size[0], image.channels());
    int top = offset(image.height(), size[0], rounding);
    int left = offset(image.width(), size[1], rounding);
    int rowStart = Math.max(0, -left);
    int rowEnd = Math.min(out.width(), image.width() - left);
    for (int y = Math.max(0, -top); y < Math.min(out.height(), image.height() - top); y++) {
      int from = image.index(rowStart + left, y + top);
      int length = (rowEnd - rowStart) * image.channels();
      System.arraycopy(image.data(), from, out.data(), out.index(rowStart, y), length);
    }
    return out;
  }

  /**
   * First row or column of the crop in the image; negative if there is padding before the image.
   */
  static int offset(int have, int want, CropRounding rounding) {
    if (have < want) {
      return -((want - have) / 2);
    }
    int surplus = have - want;
    return rounding == CropRounding.DOWN ? surplus / 2 : (int) Math.rint(surplus / 2.0);
  }
}
