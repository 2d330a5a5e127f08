package dev.vernier.pipeline.demo;

import dev.vernier.pipeline.demo.DemoImages.Split;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Writes the demonstration set to a folder: {@code TRAIN.bin} and {@code VALIDATION.bin} for the
 * trainer, and {@code calibration/} and {@code validation/} as PNG files with a {@code labels.csv}
 * each, ready for {@code vernier ingest images}.
 */
public final class DemoDataset {
  /** Images the classifier is trained on; never used by the demonstration itself. */
  static final int TRAIN_IMAGES = 20_000;

  /** Images the demonstration calibrates with. */
  public static final int CALIBRATION_IMAGES = 200;

  /** Images the demonstration validates with. */
  public static final int VALIDATION_IMAGES = 1_000;

  private DemoDataset() {}

  /** Writes everything into the folder named by the only argument. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("expected one argument: the folder to write into");
    }
    Path folder = Files.createDirectories(Path.of(args[0]));
    writeRaw(folder, Split.TRAIN, TRAIN_IMAGES);
    writeRaw(folder, Split.VALIDATION, VALIDATION_IMAGES);
    writeImages(folder.resolve("calibration"), Split.CALIBRATION, CALIBRATION_IMAGES);
    writeImages(folder.resolve("validation"), Split.VALIDATION, VALIDATION_IMAGES);
  }

  private static void writeRaw(Path folder, Split split, int count) throws IOException {
    Path file = folder.resolve(split + ".bin");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int index = 0; index < count; index++) {
        out.write(DemoImages.draw(split, index));
      }
    }
  }

  private static void writeImages(Path folder, Split split, int count) throws IOException {
    Files.createDirectories(folder);
    StringBuilder labels = new StringBuilder("file,label\n");
    for (int index = 0; index < count; index++) {
      String name = String.format(Locale.ROOT, "%05d.png", index);
      ImageIO.write(image(DemoImages.draw(split, index)), "png", folder.resolve(name).toFile());
      labels.append(name).append(',').append(DemoImages.label(index)).append('\n');
    }
    Files.writeString(folder.resolve("labels.csv"), labels);
  }

  private static BufferedImage image(byte[] pixels) {
    int size = DemoImages.SIZE;
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < size * size; i++) {
      int red = pixels[3 * i] & 0xFF;
      int green = pixels[3 * i + 1] & 0xFF;
      int blue = pixels[3 * i + 2] & 0xFF;
      image.setRGB(i % size, i / size, red << 16 | green << 8 | blue);
    }
    return image;
  }
}
