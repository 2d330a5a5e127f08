package dev.vernier.pipeline.preprocess;

import dev.vernier.conf.ImageConfig;
import dev.vernier.conf.InputConfig;
import dev.vernier.conf.Layout;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import java.util.List;

/** Decodes an image, applies the steps and normalises through one table of 256 values a channel. */
final class ImageInput implements InputReader {
  private final String column;
  private final ImageConfig config;
  private final InputShape shape;
  private final List<ImageStep> steps;
  private final double[][] table;

  ImageInput(String column, InputConfig input, InputShape shape, Normalization normalization) {
    this.column = column;
    this.config = input.image();
    this.shape = shape;
    this.steps = ImageSteps.of(config);
    this.table = table(normalization, config.channels().count());
  }

  private static double[][] table(Normalization normalization, int channels) {
    double[][] table = new double[channels][256];
    for (int c = 0; c < channels; c++) {
      for (int v = 0; v < 256; v++) {
        table[c][v] = normalization.apply(v, c);
      }
    }
    return table;
  }

  @Override
  public Tensor read(Row row) throws BadRowException {
    Object value = row.value(column);
    if (!(value instanceof byte[] file)) {
      throw new BadRowException(
          "column '" + column + "' holds " + value.getClass().getSimpleName() + ", not an image");
    }
    Pixels image = ImageDecoder.decode(file, config.applyOrientation());
    for (ImageStep step : steps) {
      image = step.apply(image);
    }
    return tensor(image);
  }

  private Tensor tensor(Pixels image) throws BadRowException {
    boolean planes = config.layout() == Layout.NCHW;
    int[] dims =
        planes
            ? shape.accept(1, image.channels(), image.height(), image.width())
            : shape.accept(1, image.height(), image.width(), image.channels());
    Tensor tensor = Tensor.allocate(shape.type(), dims);
    int pixels = image.width() * image.height();
    int pixelStep = planes ? 1 : image.channels();
    int channelStep = planes ? pixels : 1;
    for (int c = 0; c < image.channels(); c++) {
      for (int i = 0; i < pixels; i++) {
        int level = image.data()[i * image.channels() + c] & 0xff;
        Elements.set(tensor, i * pixelStep + c * channelStep, table[c][level]);
      }
    }
    return tensor;
  }
}
