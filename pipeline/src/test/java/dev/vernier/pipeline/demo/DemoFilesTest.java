package dev.vernier.pipeline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.demo.DemoImages.Split;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class DemoFilesTest {
  private static final Path FOLDER = Path.of("..", "demo").toAbsolutePath().normalize();

  @Test
  void calibrationImagesAreThoseThatAreDrawn() throws IOException {
    assertDrawn("calibration.parquet", Split.CALIBRATION, DemoDataset.CALIBRATION_IMAGES);
  }

  @Test
  void validationImagesAreThoseThatAreDrawn() throws IOException {
    assertDrawn("validation.parquet", Split.VALIDATION, DemoDataset.VALIDATION_IMAGES);
  }

  private static void assertDrawn(String file, Split split, int count) throws IOException {
    String path = FOLDER.resolve(file).toUri().toString();
    int index = 0;
    try (ParquetRows rows =
        ParquetRows.open(path, List.of("image", "label"), new Configuration())) {
      while (rows.hasNext()) {
        Row row = rows.next();
        assertThat(row.columns().get("label")).isEqualTo(DemoImages.label(index));
        assertThat(pixels((byte[]) row.columns().get("image")))
            .as("%s, image %d", file, index)
            .isEqualTo(DemoImages.draw(split, index));
        index++;
      }
    }
    assertThat(index).isEqualTo(count);
  }

  private static byte[] pixels(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    int size = DemoImages.SIZE;
    byte[] pixels = new byte[size * size * 3];
    for (int i = 0; i < size * size; i++) {
      int rgb = image.getRGB(i % size, i / size);
      pixels[3 * i] = (byte) (rgb >> 16);
      pixels[3 * i + 1] = (byte) (rgb >> 8);
      pixels[3 * i + 2] = (byte) rgb;
    }
    return pixels;
  }
}
