package dev.vernier.engine;

import dev.vernier.engine.LayerStep.Layer;
import dev.vernier.engine.channelslast.AddStep;
import dev.vernier.engine.channelslast.AveragePoolStep;
import dev.vernier.engine.channelslast.ChannelAffineStep;
import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ChannelsLastStep;
import dev.vernier.engine.channelslast.ConcatStep;
import dev.vernier.engine.channelslast.ConvSpec;
import dev.vernier.engine.channelslast.ConvStep;
import dev.vernier.engine.channelslast.CutStep;
import dev.vernier.engine.channelslast.EnlargeStep;
import dev.vernier.engine.channelslast.GlobalAveragePoolStep;
import dev.vernier.engine.channelslast.LayoutSteps;
import dev.vernier.engine.channelslast.MaxPoolStep;
import dev.vernier.engine.channelslast.PackedConv;
import dev.vernier.engine.channelslast.PixelWatch;
import dev.vernier.engine.channelslast.PoolSpec;
import dev.vernier.engine.channelslast.UnaryStep;
import dev.vernier.engine.channelslast.Winograd;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the layers of image nodes for given geometries. */
final class ImageLayers {
  private final ShapeInference inference;
  private final PreparedWeights prepared;
  private final Kernels kernels = KernelsProvider.kernels();

  ImageLayers(ShapeInference inference, PreparedWeights prepared) {
    this.inference = inference;
    this.prepared = prepared;
  }

  /** The layer that computes {@code out} from {@code ins}, all channels-last. */
  Layer layer(ImageNode node, Place[] ins, Place out) {
    ChannelsLastShape from = ins[0].channelsLast;
    ChannelsLastShape to = out.channelsLast;
    Activation clip = node.activation();
    return switch (node.kind()) {
      case CONV -> ins.length > 1 ? convAdding(node, ins, to) : conv(node, from, to);
      case CUT -> single(new CutStep(from, to, cut(node.node())));
      case ENLARGE -> single(new EnlargeStep(from, to));
      case INTEGER_CONV -> new IntegerConvLayer(node, ins, to, prepared, kernels);
      case DYNAMIC_CONV -> new DynamicConvLayer(node, ins, to, prepared, kernels);
      case DYNAMIC_RANGE -> new DynamicRangeLayer(from);
      case DYNAMIC_CODES -> new DynamicCodesLayer(from, to, kernels);
      case INTEGER_ADD ->
          new IntegerAddLayer((IntegerAdd) node.node().operator(), from, ins[1].channelsLast, to);
      case INTEGER_MUL ->
          new IntegerMulLayer((IntegerMul) node.node().operator(), from, ins[1].channelsLast, to);
      case INTEGER_MAP -> single(map(((IntegerMap) node.node().operator()).map(), from, to));
      case MAX_POOL -> single(new MaxPoolStep(pool(node.window()), from, to, kernels));
      case AVERAGE_POOL -> single(averagePool(node, from, to));
      case GLOBAL_AVERAGE_POOL -> single(new GlobalAveragePoolStep(from, to, kernels));
      case ADD ->
          new AddLayer(
              new AddStep(from, ins[1].channelsLast, to, clip.low(), clip.high(), kernels));
      case MUL -> new ProductLayer(from, ins[1].channelsLast, to);
      case CONCAT -> concat(ins, to);
      case AFFINE -> single(affine(node, from, to));
      case POINTWISE ->
          new PointwiseLayer(node.node().operator(), constants(node.node()), from, to);
      case QUANTIZE -> single(new UnaryStep(from, to, Coding.quantize(code(node), kernels)));
      case DEQUANTIZE -> single(new UnaryStep(from, to, Coding.dequantize(code(node), kernels)));
    };
  }

  private ChannelsLastStep map(CodeMap map, ChannelsLastShape from, ChannelsLastShape to) {
    return new UnaryStep(from, to, map.onPixels(to.c(), pixel(to), kernels));
  }

  /** Floats that a step handles for each pixel: with neighbours or, in a slice, alone. */
  static int pixel(ChannelsLastShape shape) {
    int stride = ChannelsLastShape.strideFor(shape.c());
    return shape.channelStride() == stride ? stride : shape.c();
  }

  private CodeParameters code(ImageNode node) {
    Tensor scale = fact(node.node().inputs()[1]).value();
    Tensor zero = fact(node.node().inputs()[2]).value();
    return new CodeParameters((float) scale.doubleAt(0), (int) zero.longAt(0), zero.type());
  }

  private TensorFact fact(int id) {
    return inference.facts()[id];
  }

  private static Layer single(ChannelsLastStep step) {
    return new SingleLayer(step);
  }

  /** A step with one image. */
  private record SingleLayer(ChannelsLastStep step) implements Layer {
    @Override
    public void run(Place[] ins, Place out, SessionWorkspace workspace) {
      step.run(ins[0].floats, ins[0].base, out.floats, out.base);
    }

    @Override
    public boolean tell(PixelWatch watch) {
      return step.tell(watch);
    }
  }

  private record AddLayer(AddStep step) implements Layer {
    @Override
    public void run(Place[] ins, Place out, SessionWorkspace workspace) {
      step.run(ins[0].floats, ins[0].base, ins[1].floats, ins[1].base, out.floats, out.base);
    }

    @Override
    public boolean tell(PixelWatch watch) {
      return step.tell(watch);
    }
  }

  /** A convolution, of one image or adding a second one. */
  private record ConvLayer(ConvStep step) implements Layer {
    @Override
    public void run(Place[] ins, Place out, SessionWorkspace workspace) {
      float[] scratch = workspace.floats(step.scratchFloats());
      Place added = ins.length > 1 ? ins[1] : null;
      step.run(
          ins[0].floats,
          ins[0].base,
          added == null ? null : added.floats,
          added == null ? 0 : added.base,
          out.floats,
          out.base,
          scratch);
    }

    @Override
    public boolean tell(PixelWatch watch) {
      return step.tell(watch);
    }
  }

  private CutStep.Cut cut(ProgramNode node) {
    int[] in = fact(node.inputs()[0]).dims();
    return ImageCuts.of(node, inference.inputs(node), in, fact(node.outputs()[0]).dims());
  }

  private Layer conv(ImageNode node, ChannelsLastShape from, ChannelsLastShape to) {
    PackedConv packed = packed(node, node.activation(), to);
    RunForm.Elementwise f = node.function();
    ConvStep step =
        f == null
            ? ConvStep.create(packed, from, to, kernels)
            : ConvStep.applying(
                packed,
                from,
                to,
                (x, xo, y, yo, n) -> f.apply(x, xo, 1, x, xo, 1, y, yo, n),
                kernels);
    return new ConvLayer(step);
  }

  private Layer convAdding(ImageNode node, Place[] places, ChannelsLastShape to) {
    Activation clip = node.activation();
    ConvStep step =
        ConvStep.adding(
            packed(node, Activation.NONE, to),
            places[0].channelsLast,
            places[1].channelsLast,
            to,
            clip.low(),
            clip.high(),
            kernels);
    return new ConvLayer(step);
  }

  private PackedConv packed(ImageNode node, Activation activation, ChannelsLastShape out) {
    int[] ids = node.node().inputs();
    Tensor weights = fact(ids[1]).value();
    Tensor bias = ids.length > 2 && ids[2] >= 0 ? fact(ids[2]).value() : null;
    int group = (int) node.node().node().intAttribute("group", 1);
    Window window = node.window();
    ConvSpec spec = spec(weights, bias, group, window, activation);
    int winograd = Winograd.outputs(spec, out.h(), out.w());
    Object key = new ConvKey(group, window, activation, winograd, new Identity(bias));
    return prepared.get(
        weights, key, w -> PackedConv.pack(spec, winograd, kernels), PackedConv::bytes);
  }

  /**
   * Weights of an exact convolution, packed once for all plans: computed directly, or by tiles of
   * two where these are less work and add exactly.
   *
   * @param in range of the codes
   */
  static PackedConv packed(
      IntegerWeights.Part part,
      Tensor bias,
      ImageNode node,
      CodeRange in,
      ChannelsLastShape out,
      PreparedWeights prepared,
      Kernels kernels) {
    Tensor weights = part.weights();
    Window window = node.window();
    int group = (int) node.node().node().intAttribute("group", 1);
    ConvSpec spec = spec(weights, bias, group, window, Activation.NONE);
    int winograd = exactWinograd(spec, weights, in, out, prepared);
    Object key = new ConvKey(group, window, Activation.NONE, winograd, new Identity(bias));
    int terms = weights.size() / weights.dim(0);
    return prepared.get(
        weights,
        key,
        PackedConv.mostBytes(group, weights.dim(0) / Math.max(1, group), 2 * terms, kernels),
        w -> PackedConv.pack(spec, winograd, kernels),
        PackedConv::bytes);
  }

  private static int exactWinograd(
      ConvSpec spec,
      Tensor weights,
      CodeRange in,
      ChannelsLastShape out,
      PreparedWeights prepared) {
    int outputs = Winograd.exactOutputs(spec, out.h(), out.w());
    boolean exact =
        outputs > 0 && prepared.get(weights, in, w -> ExactWinograd.fits(w, in), fits -> 0);
    return exact ? outputs : 0;
  }

  private static ConvSpec spec(
      Tensor weights, Tensor bias, int group, Window w, Activation activation) {
    return new ConvSpec(
        weights.dim(1) * group,
        weights.dim(0),
        group,
        w.kernelH(),
        w.kernelW(),
        w.strideH(),
        w.strideW(),
        w.padTop(),
        w.padLeft(),
        w.padBottom(),
        w.padRight(),
        w.dilationH(),
        w.dilationW(),
        exact(weights),
        bias == null ? null : exact(bias),
        activation.low(),
        activation.high(),
        activation.slope());
  }

  /** The elements alone in an array; the storage itself if it holds nothing else. */
  private static float[] exact(Tensor tensor) {
    return tensor.offset() == 0 && tensor.floats().length == tensor.size()
        ? tensor.floats()
        : tensor.toFloats();
  }

  private static PoolSpec pool(Window w) {
    return new PoolSpec(
        w.kernelH(),
        w.kernelW(),
        w.strideH(),
        w.strideW(),
        w.padTop(),
        w.padLeft(),
        w.padBottom(),
        w.padRight(),
        w.dilationH(),
        w.dilationW());
  }

  private ChannelsLastStep averagePool(
      ImageNode node, ChannelsLastShape from, ChannelsLastShape to) {
    boolean padded = node.node().node().intAttribute("count_include_pad", 0) != 0;
    return new AveragePoolStep(pool(node.window()), padded, from, to, kernels);
  }

  private static Layer concat(Place[] places, ChannelsLastShape to) {
    List<ChannelsLastStep> steps = new ArrayList<>();
    int channel = 0;
    for (Place place : places) {
      steps.add(new ConcatStep(place.channelsLast, to, channel));
      channel += place.channelsLast.c();
    }
    return (ins, out, workspace) -> {
      for (int i = 0; i < ins.length; i++) {
        steps.get(i).run(ins[i].floats, ins[i].base, out.floats, out.base);
      }
    };
  }

  /** As the dense operator: factor and shift rounded to float, then one fused multiply-add. */
  private ChannelsLastStep affine(ImageNode node, ChannelsLastShape from, ChannelsLastShape to) {
    int[] ids = node.node().inputs();
    Tensor scale = fact(ids[1]).value();
    Tensor offset = fact(ids[2]).value();
    Tensor mean = fact(ids[3]).value();
    Tensor variance = fact(ids[4]).value();
    float epsilon = node.node().node().floatAttribute("epsilon", 1e-5f);
    float[] factors = new float[scale.size()];
    float[] shifts = new float[scale.size()];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = (float) (scale.doubleAt(c) / Math.sqrt(variance.doubleAt(c) + epsilon));
      shifts[c] = (float) offset.doubleAt(c) - (float) mean.doubleAt(c) * factors[c];
    }
    Activation clip = node.activation();
    return new ChannelAffineStep(from, to, factors, shifts, clip.low(), clip.high(), kernels);
  }

  private Tensor[] constants(ProgramNode node) {
    return Arrays.stream(node.inputs())
        .mapToObj(id -> id < 0 ? null : fact(id).value())
        .toArray(Tensor[]::new);
  }

  /** From a dense tensor to a channels-last place, of floats or of codes. */
  Layer toImages(Place out) {
    ChannelsLastStep step = LayoutSteps.toChannelsLast(out.channelsLast, kernels);
    if (out.codes == null) {
      return (ins, to, workspace) ->
          step.run(ins[0].tensor.floats(), ins[0].tensor.offset(), to.floats, to.base);
    }
    CodeParameters codes = out.codes;
    return (ins, to, workspace) -> {
      Tensor in = ins[0].tensor;
      float[] dense = workspace.floats(in.size());
      kernels.dequantize(
          in.bytes(), in.offset(), codes.unsigned(), dense, 0, in.size(), 1f, codes.zeroPoint());
      step.run(dense, 0, to.floats, to.base);
    };
  }

  /** From a channels-last place, of floats or of codes, to a dense tensor. */
  Layer toDense(Place in) {
    ChannelsLastStep step = LayoutSteps.toChannelsFirst(in.channelsLast, kernels);
    if (in.codes == null) {
      return (ins, to, workspace) ->
          step.run(ins[0].floats, ins[0].base, to.tensor.floats(), to.tensor.offset());
    }
    CodeParameters codes = in.codes;
    return (ins, to, workspace) -> {
      Tensor out = to.tensor;
      float[] dense = workspace.floats(out.size());
      step.run(ins[0].floats, ins[0].base, dense, 0);
      kernels.quantize(
          dense,
          0,
          out.bytes(),
          out.offset(),
          out.size(),
          1f,
          codes.zeroPoint(),
          codes.low(),
          codes.high());
    };
  }

  /** The numbers of a place of codes. */
  Layer dequantize(Place in, Place out) {
    return single(
        new UnaryStep(in.channelsLast, out.channelsLast, Coding.dequantize(in.codes, kernels)));
  }

  /** What packed weights depend on besides the weights. */
  private record ConvKey(
      int group, Window window, Activation activation, int winograd, Identity bias) {}

  /** Equal for the same object only. */
  private record Identity(Object object) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Identity identity && identity.object == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }
}
