package dev.vernier.benchmarks;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ConvSpec;
import dev.vernier.engine.channelslast.ConvStep;
import dev.vernier.engine.channelslast.PackedConv;
import dev.vernier.engine.channelslast.Requantization;
import dev.vernier.engine.channelslast.Winograd;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Speed of single convolution layers, median and best, the best against the peak of the machine,
 * and the time of the same layer on 8-bit codes as a multiple. Arguments: layers as {@code
 * in,out,size,kernel,stride,groups}; none for the usual ones.
 */
public final class LayerSpeed {
  private static final String[] USUAL = {
    "3,32,224,3,2,1",
    "32,32,112,3,1,32",
    "32,16,112,1,1,1",
    "16,96,112,1,1,1",
    "96,96,112,3,2,96",
    "96,24,56,1,1,1",
    "24,144,56,1,1,1",
    "144,144,56,3,1,144",
    "144,24,56,1,1,1",
    "144,144,56,3,2,144",
    "144,32,28,1,1,1",
    "32,192,28,1,1,1",
    "192,192,28,3,1,192",
    "192,32,28,1,1,1",
    "384,64,14,1,1,1",
    "64,384,14,1,1,1",
    "384,384,14,3,1,384",
    "576,96,14,1,1,1",
    "960,960,7,3,1,960",
    "160,960,7,1,1,1",
    "960,160,7,1,1,1",
    "320,1280,7,1,1,1",
    "1280,1000,1,1,1,1",
    "64,64,56,3,1,1",
    "128,128,28,3,1,1",
    "256,256,14,3,1,1",
    "16,64,55,3,1,1",
    "64,16,55,1,1,1",
    "512,1000,13,1,1,1",
    "3,16,224,3,1,1",
    "16,16,112,3,1,1"
  };

  /**
   * @param work the convolution with a clip
   * @param codes the same whose results are 8-bit codes
   */
  private record Layer(String text, double flops, Interleaved.Work work, Interleaved.Work codes) {}

  private LayerSpeed() {}

  public static void main(String[] args) {
    Kernels kernels = KernelsProvider.kernels();
    List<Layer> layers = new ArrayList<>();
    for (String text : args.length == 0 ? USUAL : args) {
      layers.add(layer(text, kernels));
    }
    List<Interleaved.Work> works = new ArrayList<>();
    for (Layer layer : layers) {
      works.add(layer.work());
      works.add(layer.codes());
    }
    works.add(Roofline.work(kernels));
    Interleaved.warmUp(works, 0.4);
    List<Interleaved.Times> times = Interleaved.times(works, 15, 0.01);
    double peak = Roofline.gigaFlops(kernels, times.get(2 * layers.size()).best());
    System.out.printf("%s, peak %.0f GFLOP/s%n", kernels.name(), peak);
    System.out.printf(
        "%-22s %10s %10s %8s %8s %8s%n",
        "in,out,size,k,s,g", "us", "GFLOP/s", "best", "of peak", "codes");
    for (int i = 0; i < layers.size(); i++) {
      Interleaved.Times time = times.get(2 * i);
      double best = layers.get(i).flops() / time.best() / 1e9;
      System.out.printf(
          "%-22s %10.1f %10.1f %8.1f %7.0f%% %8.2f%n",
          layers.get(i).text(),
          time.median() * 1e6,
          layers.get(i).flops() / time.median() / 1e9,
          best,
          100 * best / peak,
          times.get(2 * i + 1).median() / time.median());
    }
  }

  private static Layer layer(String text, Kernels kernels) {
    String[] p = text.split(",");
    int[] v = new int[6];
    for (int i = 0; i < v.length; i++) {
      v[i] = Integer.parseInt(p[i]);
    }
    Random random = new Random(1);
    int pad = v[3] / 2;
    float[] weights = random(random, v[1] * (v[0] / v[5]) * v[3] * v[3]);
    ConvSpec spec =
        new ConvSpec(
            v[0], v[1], v[5], v[3], v[3], v[4], v[4], pad, pad, pad, pad, 1, 1, weights, null, 0f,
            6f, Float.NaN);
    ChannelsLastShape in = ChannelsLastShape.of(1, v[0], v[2], v[2], pad);
    int size = spec.outputHeight(v[2]);
    ChannelsLastShape out = ChannelsLastShape.of(1, v[1], size, size, 0);
    float[] x = random(random, in.floats());
    float[] y = new float[out.floats()];
    int winograd = Winograd.outputs(spec, size, size);
    ConvStep step = ConvStep.create(PackedConv.pack(spec, winograd, kernels), in, out, kernels);
    float[] scratch = new float[step.scratchFloats()];
    int groupInputs = v[0] / v[5];
    double flops = 2.0 * size * size * v[1] * groupInputs * v[3] * v[3];
    ConvStep codes = codes(spec, in, out, kernels);
    return new Layer(
        text,
        flops,
        new Interleaved.Work(text, () -> step.run(x, 0, null, 0, y, 0, scratch)),
        new Interleaved.Work(text + " to codes", () -> codes.run(x, 0, y, 0)));
  }

  private static ConvStep codes(
      ConvSpec spec, ChannelsLastShape in, ChannelsLastShape out, Kernels kernels) {
    float[] factors = new float[out.c()];
    Arrays.fill(factors, 1e-3f);
    PackedConv packed = PackedConv.pack(spec, kernels);
    return ConvStep.toCodes(packed, in, out, new Requantization(factors, 0, 255), kernels);
  }

  private static float[] random(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
