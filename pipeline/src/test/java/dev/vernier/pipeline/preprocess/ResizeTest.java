package dev.vernier.pipeline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.conf.Channels;
import dev.vernier.conf.CropRounding;
import dev.vernier.conf.ImageConfig;
import dev.vernier.conf.Interpolation;
import dev.vernier.conf.Layout;
import dev.vernier.conf.ResizeMode;
import dev.vernier.onnx.io.Sha256;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ResizeTest {
  @Test
  void equalsPillowBitForBit() throws IOException {
    List<String[]> cases = GoldenLines.of("pillow-resize.txt");
    assertThat(cases).hasSizeGreaterThan(30);
    for (String[] c : cases) {
      Pixels image = GoldenLines.drawn(number(c[0]), number(c[1]), number(c[2]), number(c[3]));
      Interpolation filter = Interpolation.valueOf(c[4].toUpperCase(Locale.ROOT));
      Pixels resized = Resize.to(image, number(c[5]), number(c[6]), filter);
      assertThat(Sha256.hex(Sha256.of(resized.data()))).as(String.join(" ", c)).isEqualTo(c[7]);
    }
  }

  @Test
  void lumaEqualsPillow() throws IOException {
    for (String[] c : GoldenLines.of("pillow-luma.txt")) {
      Pixels image = GoldenLines.drawn(number(c[0]), number(c[1]), 3, number(c[2]));
      Pixels luma = new ChannelOrder(crop(List.of(), Channels.GRAY)).apply(image);
      assertThat(Sha256.hex(Sha256.of(luma.data()))).isEqualTo(c[3]);
    }
  }

  @Test
  void shorterSideKeepsProportions() {
    assertThat(shorter(640, 427, 256)).containsExactly(383, 256);
    assertThat(shorter(427, 640, 256)).containsExactly(256, 383);
    assertThat(shorter(100, 100, 32)).containsExactly(32, 32);
    assertThat(shorter(1000, 3, 4)).containsExactly(1333, 4);
  }

  private static int[] shorter(int width, int height, int size) {
    ImageConfig config =
        new ImageConfig(
            ResizeMode.SHORTER_SIDE,
            List.of(size),
            Interpolation.NEAREST,
            List.of(),
            CropRounding.DOWN,
            Channels.RGB,
            Layout.NCHW,
            true);
    Pixels out = new Resize(config).apply(Pixels.black(width, height, 3));
    return new int[] {out.width(), out.height()};
  }

  @Test
  void cropTakesTheMiddle() {
    // Halves go to the even neighbour: (7 - 4) / 2 = 1.5 is 2, (5 - 4) / 2 = 0.5 is 0.
    assertThat(CenterCrop.offset(7, 4, CropRounding.EVEN)).isEqualTo(2);
    assertThat(CenterCrop.offset(5, 4, CropRounding.EVEN)).isZero();
    assertThat(CenterCrop.offset(256, 224, CropRounding.EVEN)).isEqualTo(16);
    assertThat(CenterCrop.offset(7, 4, CropRounding.DOWN)).isEqualTo(1);
    Pixels image = GoldenLines.drawn(7, 5, 3, 9);
    Pixels crop = new CenterCrop(crop(List.of(4, 4), Channels.RGB)).apply(image);
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        assertThat(crop.data()[crop.index(x, y)]).isEqualTo(image.data()[image.index(x + 2, y)]);
      }
    }
  }

  @Test
  void cropPadsWhatIsTooSmall() {
    Pixels image = GoldenLines.drawn(3, 6, 1, 9);
    Pixels crop = new CenterCrop(crop(List.of(4, 8), Channels.GRAY)).apply(image);
    assertThat(crop.height()).isEqualTo(4);
    assertThat(crop.width()).isEqualTo(8);
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 8; x++) {
        boolean inside = x >= 2 && x < 5;
        int expected = inside ? image.data()[image.index(x - 2, y + 1)] : 0;
        assertThat(crop.data()[crop.index(x, y)]).isEqualTo((byte) expected);
      }
    }
  }

  @Test
  void channelsAreReordered() {
    Pixels rgb = new Pixels(1, 1, 3, new byte[] {1, 2, 3});
    assertThat(new ChannelOrder(crop(List.of(), Channels.BGR)).apply(rgb).data())
        .containsExactly(3, 2, 1);
    Pixels grey = new Pixels(1, 1, 1, new byte[] {7});
    assertThat(new ChannelOrder(crop(List.of(), Channels.RGB)).apply(grey).data())
        .containsExactly(7, 7, 7);
  }

  private static ImageConfig crop(List<Integer> crop, Channels channels) {
    return new ImageConfig(
        ResizeMode.NONE,
        List.of(),
        Interpolation.BILINEAR,
        crop,
        CropRounding.EVEN,
        channels,
        Layout.NCHW,
        true);
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }
}
