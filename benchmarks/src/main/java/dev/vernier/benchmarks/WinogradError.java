package dev.vernier.benchmarks;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.SessionOptions;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.TensorView;
import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ConvSpec;
import dev.vernier.engine.channelslast.ConvStep;
import dev.vernier.engine.channelslast.LayoutSteps;
import dev.vernier.engine.channelslast.PackedConv;
import dev.vernier.engine.channelslast.Winograd;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.pipeline.PreparedModel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rounding errors of 3 x 3 convolutions, computed directly and by Winograd's filtering in tiles of
 * two and four, against doubles: over the convolutions of real models on their real inputs, and
 * over random layers with adverse data. Errors are shares of the layer's output range. Arguments:
 * {@code MODEL.onnx...}; without any the random layers alone.
 */
public final class WinogradError {
  private static final int[] FORMS = {0, 2, 4};
  private static final Kernels KERNELS = KernelsProvider.kernels();

  /** Largest and mean square error of each form, over layers. */
  private static final class Errors {
    private final double[] largest = new double[FORMS.length];
    private final double[] squares = new double[FORMS.length];
    private int layers;

    void add(Errors other) {
      for (int f = 0; f < FORMS.length; f++) {
        largest[f] = Math.max(largest[f], other.largest[f]);
        squares[f] += other.squares[f];
      }
      layers += other.layers;
    }

    String text() {
      StringBuilder text = new StringBuilder();
      for (int f = 0; f < FORMS.length; f++) {
        text.append(
            String.format(
                Locale.ROOT,
                "  %9.1e %9.1e",
                largest[f],
                StrictMath.sqrt(squares[f] / Math.max(1, layers))));
      }
      return text.toString();
    }
  }

  private WinogradError() {}

  public static void main(String[] args) {
    System.out.printf(
        "%-34s %6s  %19s  %19s  %19s%n",
        "largest and RMS error of range", "layers", "direct", "tiles of two", "tiles of four");
    for (String file : args) {
      print(Path.of(file).getFileName().toString(), model(Path.of(file)));
    }
    for (Data data : Data.values()) {
      print(data.text, random(data));
    }
  }

  private static void print(String what, Errors errors) {
    System.out.printf("%-34s %6d%s%n", what, errors.layers, errors.text());
  }

  /** All convolutions of a model that fit, on what reaches them. */
  private static Errors model(Path file) {
    PreparedModel prepared = PreparedModel.load(file);
    EngineModel engine = prepared.engine();
    OnnxModel onnx = prepared.prepared();
    Map<String, Tensor> inputs = ModelInputs.of(engine.inputs(), 1);
    Map<String, int[]> dims = new HashMap<>();
    inputs.forEach((name, tensor) -> dims.put(name, tensor.dims()));
    Map<String, TensorFact> facts = engine.newSession().facts(dims);
    Set<String> wanted = new TreeSet<>();
    for (Node node : onnx.graph().nodes()) {
      if (node.opType().equals("Conv") && spec(node, facts) != null) {
        wanted.add(node.input(0));
      }
    }
    Map<String, Tensor> values = new HashMap<>(inputs);
    engine
        .newSession(SessionOptions.defaults().withObserved(wanted))
        .run(inputs, (name, view) -> values.put(name, copy(view)));
    Errors errors = new Errors();
    for (Node node : onnx.graph().nodes()) {
      ConvSpec spec = node.opType().equals("Conv") ? spec(node, facts) : null;
      Tensor x = spec == null ? null : values.get(node.input(0));
      if (x != null && Winograd.outputs(spec, x.dim(2), x.dim(3)) > 0) {
        errors.add(layer(spec, x.dim(2), x.dim(3), x.toFloats()));
      }
    }
    return errors;
  }

  private static Tensor copy(TensorView view) {
    float[] data = new float[view.sampleSize()];
    view.copyTo(0, data, 0);
    int[] dims = view.dims();
    return Tensor.of(data, dims);
  }

  /** The convolution of a node with constant weights and padding that keeps the size, or null. */
  private static ConvSpec spec(Node node, Map<String, TensorFact> facts) {
    TensorFact w = facts.get(node.input(1));
    TensorFact b = node.inputs().size() > 2 ? facts.get(node.input(2)) : null;
    boolean ones = true;
    for (long pad : node.intsAttribute("pads", 0, 0, 0, 0)) {
      ones &= pad == 1;
    }
    for (String axes : new String[] {"strides", "dilations"}) {
      for (long step : node.intsAttribute(axes, 1, 1)) {
        ones &= step == 1;
      }
    }
    boolean fits = ones && w != null && w.isConstant() && w.rank() == 4 && w.dims()[2] == 3;
    if (!fits || w.dims()[3] != 3 || node.intAttribute("group", 1) != 1) {
      return null;
    }
    float[] bias = b == null || !b.isConstant() ? null : b.value().toFloats();
    return spec(w.dims()[1], w.dims()[0], w.value().toFloats(), bias);
  }

  private static ConvSpec spec(int in, int out, float[] weights, float[] bias) {
    float none = Float.POSITIVE_INFINITY;
    return new ConvSpec(
        in, out, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, weights, bias, -none, none, Float.NaN);
  }

  private static Errors layer(ConvSpec spec, int h, int w, float[] x) {
    double[] exact = exact(spec, h, w, x);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : exact) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    Errors errors = new Errors();
    errors.layers = 1;
    for (int f = 0; f < FORMS.length; f++) {
      float[] y = run(spec, FORMS[f], h, w, x);
      for (int i = 0; i < y.length; i++) {
        double error = Math.abs(y[i] - exact[i]) / (high - low);
        errors.largest[f] = Math.max(errors.largest[f], error);
        errors.squares[f] += error * error / y.length;
      }
    }
    return errors;
  }

  private static float[] run(ConvSpec spec, int form, int h, int w, float[] x) {
    ChannelsLastShape in = ChannelsLastShape.of(1, spec.inChannels(), h, w, 1);
    ChannelsLastShape out = ChannelsLastShape.of(1, spec.outChannels(), h, w, 0);
    float[] image = new float[in.floats()];
    float[] result = new float[out.floats()];
    float[] y = new float[spec.outChannels() * h * w];
    LayoutSteps.toChannelsLast(in, KERNELS).run(x, 0, image, 0);
    ConvStep.create(PackedConv.pack(spec, form, KERNELS), in, out, KERNELS)
        .run(image, 0, result, 0);
    LayoutSteps.toChannelsFirst(out, KERNELS).run(result, 0, y, 0);
    return y;
  }

  private static double[] exact(ConvSpec spec, int h, int w, float[] x) {
    double[] y = new double[spec.outChannels() * h * w];
    int in = spec.inChannels();
    for (int o = 0; o < spec.outChannels(); o++) {
      for (int i = 0; spec.bias() != null && i < h * w; i++) {
        y[o * h * w + i] = spec.bias()[o];
      }
      for (int c = 0; c < in; c++) {
        for (int t = 0; t < 9; t++) {
          double weight = spec.weights()[(o * in + c) * 9 + t];
          addShifted(x, c * h * w, t / 3 - 1, t % 3 - 1, weight, y, o * h * w, h, w);
        }
      }
    }
    return y;
  }

  private static void addShifted(
      float[] x, int xo, int down, int right, double weight, double[] y, int yo, int h, int w) {
    for (int r = Math.max(0, -down); r < Math.min(h, h - down); r++) {
      int from = xo + (r + down) * w + right;
      for (int c = Math.max(0, -right); c < Math.min(w, w - right); c++) {
        y[yo + r * w + c] += weight * x[from + c];
      }
    }
  }

  /** Random layers: what their inputs are. */
  private enum Data {
    GAUSSIAN("Gaussian"),
    RELU("Gaussian after ReLU"),
    HEAVY("heavy tails (third powers)"),
    OFFSET("constant 100 and Gaussian"),
    CHECKERS("checkers of +1 and -1, times 1.1"),
    OUTLIERS("one value in 1,000 times 1,000"),
    CHANNELS("channels of scales 1e-3 to 1e3");

    private final String text;

    Data(String text) {
      this.text = text;
    }

    float value(Random random, int channel, int y, int x) {
      double g = random.nextGaussian();
      return (float)
          switch (this) {
            case GAUSSIAN -> g;
            case RELU -> Math.max(0, g);
            case HEAVY -> g * g * g;
            case OFFSET -> 100 + g;
            case CHECKERS -> (x + y) % 2 == 0 ? 1.1 : -1.1;
            case OUTLIERS -> random.nextInt(1000) == 0 ? 1000 * g : g;
            case CHANNELS -> g * StrictMath.pow(10, channel % 7 - 3);
          };
    }
  }

  private static Errors random(Data data) {
    Random random = new Random(data.ordinal());
    Errors errors = new Errors();
    for (int channels : new int[] {16, 64, 256}) {
      float[] weights = new float[channels * 32 * 9];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) random.nextGaussian();
      }
      float[] x = new float[channels * 28 * 28];
      for (int i = 0; i < x.length; i++) {
        x[i] = data.value(random, i / 784, i / 28 % 28, i % 28);
      }
      errors.add(layer(spec(channels, 32, weights, null), 28, 28, x));
    }
    return errors;
  }
}
