package dev.vernier.pipeline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.conf.ImageConfig;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
  /** JPEG decoders may differ by rounding; everything else is exact. */
  private static final int JPEG_STEPS = 2;

  @Test
  void decodesAsPillowDoes() throws IOException, BadRowException {
    for (String[] c : GoldenLines.of("pillow-decode.txt")) {
      Pixels image = ImageDecoder.decode(GoldenLines.bytes(c[0]), true);
      assertThat(image.width()).as(c[0]).isEqualTo(Integer.parseInt(c[1]));
      assertThat(image.height()).as(c[0]).isEqualTo(Integer.parseInt(c[2]));
      int[][] at = {
        {3, 5}, {image.width() / 2, image.height() / 2}, {image.width() - 1, image.height() - 1}
      };
      for (int i = 0; i < at.length; i++) {
        int[] expected = Arrays.stream(c[3 + i].split(",")).mapToInt(Integer::parseInt).toArray();
        for (int ch = 0; ch < 3; ch++) {
          int index = image.index(at[i][0], at[i][1]) + (image.channels() == 3 ? ch : 0);
          int tolerance = c[0].endsWith(".jpg") ? JPEG_STEPS : 0;
          assertThat(image.data()[index] & 0xff)
              .as("%s at %s channel %d", c[0], Arrays.toString(at[i]), ch)
              .isCloseTo(expected[ch], within(tolerance));
        }
      }
    }
  }

  @Test
  void greyStaysOneChannelUntilColoursAreAsked() throws IOException, BadRowException {
    Pixels grey = ImageDecoder.decode(GoldenLines.bytes("gray.jpg"), true);
    assertThat(grey.channels()).isEqualTo(1);
    assertThat(new ChannelOrder(ImageConfig.NONE).apply(grey).channels()).isEqualTo(3);
  }

  @Test
  void orientationCanBeIgnored() throws IOException, BadRowException {
    byte[] file = GoldenLines.bytes("orientation6.jpg");
    assertThat(ImageDecoder.decode(file, false).width()).isEqualTo(40);
    assertThat(ImageDecoder.decode(file, true).width()).isEqualTo(24);
  }

  @Test
  void refusesWhatIsNoImage() throws IOException {
    byte[] whole = GoldenLines.bytes("rgb.jpg");
    byte[] half = Arrays.copyOf(whole, whole.length - 20);
    for (byte[] bytes : new byte[][] {{}, {1, 2, 3}, {'G', 'I', 'F', '8', '9', 'a'}, half}) {
      assertThatThrownBy(() -> ImageDecoder.decode(bytes, true))
          .isInstanceOf(BadRowException.class)
          .hasMessageContaining("undecodable image");
    }
  }

  @Test
  void damagedBytesNeverEscape() throws IOException {
    for (String file : new String[] {"rgb.jpg", "rgb.png", "cmyk.jpg", "orientation3.jpg"}) {
      byte[] whole = GoldenLines.bytes(file);
      for (int at = 0; at < whole.length; at += 7) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) 0xff;
        try {
          assertThat(ImageDecoder.decode(damaged, true)).isNotNull();
        } catch (BadRowException e) {
          assertThat(e).hasMessageContaining("undecodable");
        }
      }
    }
  }

  @Test
  void probeTellsDecodersApart() {
    DecoderProbe.require(DecoderProbe.digest());
    assertThat(DecoderProbe.digest()).hasSize(64);
    assertThatThrownBy(() -> DecoderProbe.require("00"))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("same JDK build");
  }
}
