package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pooling steps against the definition, bit for bit, over random geometries. */
class PoolStepTest {
  @Test
  void randomGeometries() {
    Random random = new Random(30);
    for (int round = 0; round < 120; round++) {
      int kh = 1 + random.nextInt(3);
      int kw = 1 + random.nextInt(3);
      int sh = 1 + random.nextInt(3);
      int sw = 1 + random.nextInt(3);
      int dilation = 1 + random.nextInt(2);
      int top = random.nextInt(kh);
      int left = random.nextInt(kw);
      PoolSpec spec =
          new PoolSpec(
              kh,
              kw,
              sh,
              sw,
              top,
              left,
              random.nextInt(kh),
              random.nextInt(kw),
              dilation,
              dilation);
      int c = 1 + random.nextInt(50);
      ChannelsLastShape in =
          ChannelsLastShape.of(
              1 + random.nextInt(2),
              c,
              7 + random.nextInt(8),
              7 + random.nextInt(8),
              Math.max(top, left) + random.nextInt(2));
      int oh = size(in.h(), kh, sh, top + spec.padBottom(), dilation, random.nextBoolean());
      int ow = size(in.w(), kw, sw, left + spec.padRight(), dilation, false);
      ChannelsLastShape out = ChannelsLastShape.of(in.n(), c, oh, ow, random.nextInt(2));
      check(random, spec, in, out, "round " + round);
    }
  }

  /** Output size; a ceiling is taken only where the last window still starts in the image. */
  private static int size(int in, int k, int stride, int pads, int dilation, boolean ceil) {
    int reach = in + pads - (k - 1) * dilation - 1;
    int floor = reach / stride + 1;
    return ceil && reach % stride != 0 && floor * stride < in ? floor + 1 : floor;
  }

  private static void check(
      Random random, PoolSpec spec, ChannelsLastShape in, ChannelsLastShape out, String what) {
    float[] dense = Images.random(random, Images.denseSize(in));
    float[] x = Images.toChannelsLast(in, dense);
    for (Kernels kernels : Images.kernels()) {
      float[] y = Images.dirty(out);
      new MaxPoolStep(spec, in, out, kernels).run(x, Images.BASE, y, Images.BASE);
      Images.assertSame(out, y, reference(spec, in, out, dense, 0), what + " max");
      new AveragePoolStep(spec, false, in, out, kernels).run(x, Images.BASE, y, Images.BASE);
      Images.assertSame(out, y, reference(spec, in, out, dense, 1), what + " mean");
      new AveragePoolStep(spec, true, in, out, kernels).run(x, Images.BASE, y, Images.BASE);
      Images.assertSame(out, y, reference(spec, in, out, dense, 2), what + " mean with padding");
    }
  }

  @Test
  void globalAverage() {
    Random random = new Random(31);
    for (int c : new int[] {1, 4, 10, 16, 130}) {
      ChannelsLastShape in = ChannelsLastShape.of(2, c, 7, 5, 1);
      ChannelsLastShape out = ChannelsLastShape.of(2, c, 1, 1, 0);
      float[] dense = Images.random(random, Images.denseSize(in));
      PoolSpec whole = new PoolSpec(7, 5, 1, 1, 0, 0, 0, 0, 1, 1);
      for (Kernels kernels : Images.kernels()) {
        float[] y = Images.dirty(out);
        new GlobalAveragePoolStep(in, out, kernels)
            .run(Images.toChannelsLast(in, dense), Images.BASE, y, Images.BASE);
        Images.assertSame(out, y, reference(whole, in, out, dense, 1), "global average");
      }
    }
  }

  /** Kind 0: maximum, 1: mean over the image, 2: mean over image and padding. */
  private static float[] reference(
      PoolSpec s, ChannelsLastShape in, ChannelsLastShape out, float[] x, int kind) {
    float[] y = new float[Images.denseSize(out)];
    for (int i = 0; i < y.length; i++) {
      int ox = i % out.w();
      int oy = i / out.w() % out.h();
      int plane = i / (out.w() * out.h());
      float largest = Float.NEGATIVE_INFINITY;
      float sum = 0f;
      int inside = 0;
      int all = 0;
      for (int k = 0; k < s.kh() * s.kw(); k++) {
        int iy = oy * s.strideH() - s.padTop() + k / s.kw() * s.dilationH();
        int ix = ox * s.strideW() - s.padLeft() + k % s.kw() * s.dilationW();
        all += iy < in.h() + s.padBottom() && ix < in.w() + s.padRight() ? 1 : 0;
        if (iy >= 0 && iy < in.h() && ix >= 0 && ix < in.w()) {
          float value = x[(plane * in.h() + iy) * in.w() + ix];
          largest = Math.max(largest, value);
          sum += value;
          inside++;
        }
      }
      y[i] = kind == 0 ? largest : sum / (kind == 1 ? inside : all);
    }
    return y;
  }
}
