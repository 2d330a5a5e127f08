package dev.vernier.pipeline.preprocess;

import dev.vernier.conf.Channels;
import dev.vernier.conf.ImageConfig;

/** Brings a grey or RGB image to the channels that the model takes. */
final class ChannelOrder implements ImageStep {
  private final Channels channels;

  ChannelOrder(ImageConfig config) {
    this.channels = config.channels();
  }

  @Override
  public Pixels apply(Pixels image) {
    if (channels == Channels.GRAY) {
      return image.channels() == 1 ? image : luma(image);
    }
    Pixels colour = image.channels() == 3 ? image : triple(image);
    return channels == Channels.BGR ? reversed(colour) : colour;
  }

  /** ITU-R 601 luma with weights of 16 fraction bits that sum to one, rounded. */
  private static Pixels luma(Pixels rgb) {
    byte[] grey = new byte[rgb.width() * rgb.height()];
    byte[] in = rgb.data();
    for (int i = 0; i < grey.length; i++) {
      int r = in[3 * i] & 0xff;
      int g = in[3 * i + 1] & 0xff;
      int b = in[3 * i + 2] & 0xff;
      grey[i] = (byte) ((19595 * r + 38470 * g + 7471 * b + 0x8000) >> 16);
    }
    return new Pixels(rgb.width(), rgb.height(), 1, grey);
  }

  private static Pixels triple(Pixels grey) {
    byte[] out = new byte[3 * grey.data().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = grey.data()[i / 3];
    }
    return new Pixels(grey.width(), grey.height(), 3, out);
  }

  private static Pixels reversed(Pixels rgb) {
    byte[] out = new byte[rgb.data().length];
    for (int i = 0; i < out.length; i += 3) {
      out[i] = rgb.data()[i + 2];
      out[i + 1] = rgb.data()[i + 1];
      out[i + 2] = rgb.data()[i];
    }
    return new Pixels(rgb.width(), rgb.height(), 3, out);
  }
}
