package dev.vernier.pipeline.preprocess;

import dev.vernier.pipeline.data.BadRowException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG, PNG, BMP and GIF with the JDK's readers into 8-bit grey or RGB. Colour profiles are
 * ignored: values are taken as they are stored, as Pillow does.
 */
public final class ImageDecoder {
  private static final long MOST_PIXELS = 100_000_000;

  private ImageDecoder() {}

  /** Checks that bytes decode, as ingesting wants to know before it stores them. */
  public static void check(byte[] file) throws BadRowException {
    decode(file, false);
  }

  static Pixels decode(byte[] file, boolean upright) throws BadRowException {
    Pixels image = read(file);
    return upright ? Orientation.apply(image, Orientation.of(file)) : image;
  }

  private static Pixels read(byte[] file) throws BadRowException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new BadRowException(
            "undecodable image: not JPEG, PNG, BMP or GIF (" + file.length + " bytes)");
      }
      return read(readers.next(), in, file);
    } catch (IOException | RuntimeException e) {
      throw new BadRowException("undecodable image: " + e.getMessage(), e);
    }
  }

  private static Pixels read(ImageReader reader, ImageInputStream in, byte[] file)
      throws IOException, BadRowException {
    try {
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(in, true, false);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS) {
        throw new BadRowException(
            "undecodable image: " + pixels + " pixels, expected at most " + MOST_PIXELS);
      }
      int components = JpegHeader.components(file);
      Pixels image =
          components == 4
              ? Cmyk.toRgb(reader.readRaster(0, null), JpegHeader.adobeTransform(file))
              : pixels(reader.read(0));
      refuseTruncated(warnings);
      return image;
    } finally {
      reader.dispose();
    }
  }

  /** The decoder fills what is missing with grey and merely warns. */
  private static void refuseTruncated(List<String> warnings) throws BadRowException {
    for (String warning : warnings) {
      if (warning.contains("Premature end") || warning.contains("Truncated")) {
        throw new BadRowException("undecodable image: the file is cut off");
      }
    }
  }

  private static Pixels pixels(BufferedImage image) {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return fromPalette(image.getRaster(), palette);
    }
    Raster raster = image.getRaster();
    int channels = raster.getNumBands() < 3 ? 1 : 3;
    int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
    return fromBands(raster, channels, shift);
  }

  private static Pixels fromBands(Raster raster, int channels, int shift) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    Pixels out = Pixels.black(width, raster.getHeight(), channels);
    int[] row = new int[width * bands];
    for (int y = 0; y < out.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          out.data()[out.index(x, y) + c] = (byte) (row[x * bands + c] >> shift);
        }
      }
    }
    return out;
  }

  private static Pixels fromPalette(Raster raster, IndexColorModel palette) {
    Pixels out = Pixels.black(raster.getWidth(), raster.getHeight(), 3);
    int[] index = new int[raster.getNumBands()];
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        raster.getPixel(raster.getMinX() + x, raster.getMinY() + y, index);
        int at = out.index(x, y);
        out.data()[at] = (byte) palette.getRed(index[0]);
        out.data()[at + 1] = (byte) palette.getGreen(index[0]);
        out.data()[at + 2] = (byte) palette.getBlue(index[0]);
      }
    }
    return out;
  }
}
