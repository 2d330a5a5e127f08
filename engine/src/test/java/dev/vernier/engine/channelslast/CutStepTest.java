package dev.vernier.engine.channelslast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Parts of images copied into images of zeros, against the definition. */
class CutStepTest {
  @Test
  void everyOtherPixelAndSomeChannels() {
    check(
        ChannelsLastShape.of(2, 7, 6, 8, 1),
        ChannelsLastShape.of(2, 4, 3, 4, 0),
        new CutStep.Cut(2, 1, 0, 2, 2, 0, 0, 0, 4, 3, 4));
  }

  @Test
  void zerosAroundChannelsAndPixels() {
    check(
        ChannelsLastShape.of(1, 16, 3, 4, 0),
        ChannelsLastShape.of(1, 32, 6, 7, 2),
        new CutStep.Cut(0, 0, 0, 1, 1, 8, 1, 2, 16, 3, 4));
  }

  private static void check(ChannelsLastShape in, ChannelsLastShape out, CutStep.Cut cut) {
    float[] dense = Images.random(new Random(3), Images.denseSize(in));
    float[] expected = new float[Images.denseSize(out)];
    for (int n = 0; n < in.n(); n++) {
      for (int c = 0; c < cut.channels(); c++) {
        for (int y = 0; y < cut.rows(); y++) {
          for (int x = 0; x < cut.columns(); x++) {
            int toRow = (n * out.c() + cut.toChannel() + c) * out.h() + cut.toY() + y;
            int fromRow = (n * in.c() + cut.channel() + c) * in.h() + cut.y() + y * cut.stepY();
            expected[toRow * out.w() + cut.toX() + x] =
                dense[fromRow * in.w() + cut.x() + x * cut.stepX()];
          }
        }
      }
    }
    float[] y = new float[out.floats() + Images.BASE];
    java.util.Arrays.fill(y, Images.BASE, y.length, 5f);
    new CutStep(in, out, cut).run(Images.toChannelsLast(in, dense), Images.BASE, y, Images.BASE);
    assertThat(y).isEqualTo(Images.toChannelsLast(out, expected));
  }
}
