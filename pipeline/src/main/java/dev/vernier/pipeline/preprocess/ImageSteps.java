package dev.vernier.pipeline.preprocess;

import dev.vernier.conf.ImageConfig;
import java.util.List;

/** The steps between decoding and normalisation, in their order; a new step is one line here. */
final class ImageSteps {
  private ImageSteps() {}

  static List<ImageStep> of(ImageConfig config) {
    return List.of(new ChannelOrder(config), new Resize(config), new CenterCrop(config));
  }

  /** Height and width out of a list of one or two numbers. */
  static int[] heightWidth(List<Integer> size) {
    return new int[] {size.get(0), size.get(size.size() - 1)};
  }
}
