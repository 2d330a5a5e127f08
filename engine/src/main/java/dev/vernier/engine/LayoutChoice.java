package dev.vernier.engine;

import dev.vernier.engine.ImageNode.Kind;
import java.util.Arrays;
import java.util.Optional;

/**
 * Chooses which nodes run channels-last and what is fused into them. Convolutions do; others follow
 * if all their images are there already. Fusions depend on the graph and on what must be kept for
 * outputs and observers, and change no bit.
 */
final class LayoutChoice {
  private static final int WHOLE_CHANNELS = 16;

  /** Pixels that an image with its border may have for each of its own, beside a small number. */
  private static final long MOST_BORDER = 16;

  private static final long SMALL_IMAGE = 1 << 14;

  private final GraphProgram program;
  private final ShapeInference inference;
  private final ValueUses uses;
  private final ImageNodes images;
  private final ImageNode[] chosen;
  private final boolean[] absorbed;
  private final boolean[] inImages;
  private final CodeParameters[] codes;
  private final int[] producer;
  private final int[] halo;
  private final int[] sliceOf;
  private final int[] sliceChannel;

  private LayoutChoice(GraphProgram program, ShapeInference inference, ValueUses uses) {
    this.program = program;
    this.inference = inference;
    this.uses = uses;
    this.images = new ImageNodes(program, inference);
    int nodes = program.nodes().size();
    this.chosen = new ImageNode[nodes];
    this.absorbed = new boolean[nodes];
    this.inImages = new boolean[program.valueCount()];
    this.codes = new CodeParameters[program.valueCount()];
    this.halo = new int[program.valueCount()];
    this.producer = new int[program.valueCount()];
    this.sliceOf = new int[program.valueCount()];
    this.sliceChannel = new int[program.valueCount()];
    Arrays.fill(producer, -1);
    Arrays.fill(sliceOf, -1);
  }

  /**
   * @param allowed false to leave everything dense
   */
  static LayoutChoice of(
      GraphProgram program,
      ShapeInference inference,
      boolean[] live,
      ValueUses uses,
      boolean allowed) {
    LayoutChoice choice = new LayoutChoice(program, inference, uses);
    for (int n = 0; allowed && n < live.length; n++) {
      if (live[n] && !inference.isDynamic(n)) {
        int index = n;
        ProgramNode node = program.nodes().get(n);
        NodeEvaluation.named(node.label(), () -> choice.visit(index, node));
      }
    }
    choice.assignHalos();
    return choice;
  }

  /** How node {@code n} runs channels-last, or null if it runs dense. */
  ImageNode node(int n) {
    return chosen[n];
  }

  /** Whether node {@code n} is done by another. */
  boolean isAbsorbed(int n) {
    return absorbed[n];
  }

  /** Id of the concatenation that a value is written straight into, or -1. */
  int sliceOf(int id) {
    return sliceOf[id];
  }

  /** First channel of a value within the concatenation it is written into. */
  int sliceChannel(int id) {
    return sliceChannel[id];
  }

  /** Halo that the channels-last form of a value needs. */
  int halo(int id) {
    return halo[id];
  }

  /** Parameters of a value of 8-bit codes that has a channels-last form; null for floats. */
  CodeParameters codes(int id) {
    return codes[id];
  }

  private void visit(int index, ProgramNode node) {
    if (absorbed[index]) {
      return;
    }
    for (int id : node.outputs()) {
      if (id >= 0) {
        producer[id] = index;
      }
    }
    ImageNode image = images.of(node);
    if (image == null || !codesAgree(image)) {
      return;
    }
    if (image.kind().leads()) {
      if (borderFits(image)) {
        choose(index, withPadding(image));
      }
    } else if (image.kind().drawsInputs() && (isFloat(image) || inputCodes(image, 0) != null)) {
      if (Arrays.stream(image.inputs()).anyMatch(id -> inImages[id])) {
        choose(index, withConvolution(image));
      }
    } else if (feedsCodes(image) || Arrays.stream(image.inputs()).allMatch(id -> inImages[id])) {
      choose(index, image);
    }
  }

  /** Whether a quantization has no other purpose than an integer convolution. */
  private boolean feedsCodes(ImageNode image) {
    int user = image.kind() == Kind.QUANTIZE ? uses.sole(image.output()) : -1;
    return user >= 0
        && program.nodes().get(user).node().is("Conv")
        && program.nodes().get(user).operator() instanceof IntegerProduct;
  }

  /** A tensor of codes has one zero point, whoever reads it. */
  private boolean codesAgree(ImageNode image) {
    for (int i = 0; i < image.inputs().length; i++) {
      CodeParameters wanted = inputCodes(image, i);
      CodeParameters known = codes[image.inputs()[i]];
      if (wanted != null && known != null && !wanted.sameCodes(known)) {
        return false;
      }
    }
    return true;
  }

  private CodeParameters inputCodes(ImageNode image, int input) {
    return switch (image.kind()) {
      case INTEGER_CONV ->
          input == 0
              ? ((IntegerProduct) image.node().operator()).in()
              : image.addition().addedCodes();
      case INTEGER_ADD -> ((IntegerAdd) image.node().operator()).in(input);
      case INTEGER_MUL -> ((IntegerMul) image.node().operator()).in(input);
      case INTEGER_MAP -> ((IntegerMap) image.node().operator()).map().in();
      case DEQUANTIZE -> images.codes(image.node());
      // They keep codes as they are, so all must be coded as the first.
      case CONCAT, CUT, MAX_POOL -> codes[image.inputs()[0]];
      default -> null;
    };
  }

  private CodeParameters outputCodes(ImageNode image) {
    return switch (image.kind()) {
      case INTEGER_CONV -> image.codes();
      case INTEGER_ADD -> ((IntegerAdd) image.node().operator()).out();
      case INTEGER_MUL -> ((IntegerMul) image.node().operator()).out();
      case INTEGER_MAP -> ((IntegerMap) image.node().operator()).map().out();
      case QUANTIZE -> images.codes(image.node());
      case CONCAT, CUT, MAX_POOL -> codes[image.inputs()[0]];
      default -> null;
    };
  }

  private void choose(int index, ImageNode image) {
    ImageNode fused = withMaps(withFunction(withActivation(image)));
    chosen[index] = fused;
    for (int i = 0; i < image.inputs().length; i++) {
      CodeParameters wanted = inputCodes(image, i);
      codes[image.inputs()[i]] = wanted == null ? codes[image.inputs()[i]] : wanted;
    }
    codes[fused.output()] = outputCodes(fused);
    inImages[fused.output()] = fused.kind().givesImage();
    if (fused.kind() == Kind.CONCAT && isWrittenByConvolutions(index, fused)) {
      slice(fused);
    }
    producer[fused.output()] = index;
    boolean numbers = fused.kind().hasNumbers() && fused.node().outputs().length > 1;
    if (numbers && fused.maps().isEmpty() && fused.addition() == null) {
      inImages[fused.node().outputs()[1]] = true;
    }
  }

  /** Whether every part comes from a convolution, for no one else, in whole vectors of channels. */
  private boolean isWrittenByConvolutions(int index, ImageNode concat) {
    for (int id : concat.inputs()) {
      int from = producer[id];
      boolean fits =
          from >= 0
              && chosen[from] != null
              && writesSlices(chosen[from])
              && uses.sole(id) == index
              && images.dims(id)[1] % WHOLE_CHANNELS == 0;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean writesSlices(ImageNode image) {
    return image.kind() == Kind.CONV
        || isDynamicSum(image)
        || (image.node().operator() instanceof IntegerProduct product
            && image.kind() == Kind.INTEGER_CONV
            && product.out() != null
            && !product.weights().sumsOutside());
  }

  /** Whether it is a convolution of dynamic codes with a single sum. */
  private static boolean isDynamicSum(ImageNode image) {
    return image.node().operator() instanceof DynamicProduct product
        && image.kind() == Kind.DYNAMIC_CONV
        && !product.weights().sumsOutside();
  }

  private void slice(ImageNode concat) {
    int channel = 0;
    for (int id : concat.inputs()) {
      sliceOf[id] = concat.output();
      sliceChannel[id] = channel;
      channel += images.dims(id)[1];
    }
  }

  private boolean isFloat(ImageNode image) {
    return Arrays.stream(image.inputs()).allMatch(images::isFloat);
  }

  /** Lets the convolution that makes one side of a sum, for it alone, add the other side. */
  private ImageNode withConvolution(ImageNode sum) {
    boolean ofCodes = sum.kind() == Kind.INTEGER_ADD;
    boolean sums = sum.kind() == Kind.ADD || (ofCodes && !wantsNumbers(sum.node()));
    if (!sums || sum.inputs()[0] == sum.inputs()[1]) {
      return sum;
    }
    int left = producer[sum.inputs()[0]];
    int right = producer[sum.inputs()[1]];
    int side = right > left ? 1 : 0;
    int from = Math.max(left, right);
    ImageNode convolution = from < 0 ? null : chosen[from];
    if (convolution == null || !(ofCodes ? addsCodes(convolution) : addsToResult(convolution))) {
      return sum;
    }
    int id = sum.inputs()[side];
    int added = sum.inputs()[1 - side];
    if (uses.sole(id) < 0 || convolution.output() != id || !inImages[added]) {
      return sum;
    }
    chosen[from] = null;
    absorbed[from] = true;
    ImageNode fused = convolution.withSum(added, sum.output(), sum.label());
    return ofCodes
        ? fused.withAddition(new CodeAddition((IntegerAdd) sum.node().operator(), side))
        : fused;
  }

  private boolean addsCodes(ImageNode image) {
    return image.kind() == Kind.INTEGER_CONV
        && image.inputs().length == 1
        && image.codes() != null
        && !wantsNumbers(image.node())
        && image.node().node().intAttribute("group", 1) == 1;
  }

  private static boolean addsToResult(ImageNode image) {
    return (image.kind() == Kind.CONV || isDynamicSum(image))
        && image.inputs().length == 1
        && image.activation().equals(Activation.NONE)
        && image.function() == null
        && image.node().node().intAttribute("group", 1) == 1;
  }

  private ImageNode withActivation(ImageNode image) {
    int user = image.kind().takesActivation() ? uses.sole(image.output()) : -1;
    if (user < 0) {
      return image;
    }
    ProgramNode next = program.nodes().get(user);
    Optional<Activation> activation = Activation.of(next.node(), inference.inputs(next));
    boolean first = next.inputs()[0] == image.output();
    if (activation.isEmpty() || !first || (!activation.get().isClip() && !takesLeaky(image))) {
      return image;
    }
    absorbed[user] = true;
    return image.withActivation(activation.get(), next.outputs()[0], next.label());
  }

  /** Takes in a function of each element of what a convolution without activation makes. */
  private ImageNode withFunction(ImageNode image) {
    boolean plain =
        image.kind().isFloatConv()
            && image.inputs().length == 1
            && image.activation().equals(Activation.NONE);
    int user = plain ? uses.sole(image.output()) : -1;
    if (user < 0) {
      return image;
    }
    ProgramNode next = program.nodes().get(user);
    ImageNode after = images.of(next);
    if (after == null || after.kind() != Kind.POINTWISE || after.inputs()[0] != image.output()) {
      return image;
    }
    RunForm run = next.operator().runForm(inference.inputs(next));
    if (run == null || run.operands() != 1 || run.elementwise() == null) {
      return image;
    }
    absorbed[user] = true;
    return image.withFunction(run.elementwise(), next.outputs()[0], next.label());
  }

  /** Takes in maps of an integer convolution's codes, if nothing else wants what they map. */
  private ImageNode withMaps(ImageNode image) {
    ImageNode result = image;
    ProgramNode node = image.node();
    boolean single = image.kind() == Kind.INTEGER_CONV && image.addition() == null;
    while (single && !wantsNumbers(node)) {
      int user = uses.sole(result.output());
      if (user < 0 || !(program.nodes().get(user).operator() instanceof IntegerMap map)) {
        return result;
      }
      node = program.nodes().get(user);
      if (wantsNumbers(node)) {
        return result;
      }
      absorbed[user] = true;
      result = result.withMap(map.map(), node.outputs()[0], node.label());
    }
    return result;
  }

  private boolean wantsNumbers(ProgramNode node) {
    return node.outputs().length > 1 && !uses.isUnused(node.outputs()[1]);
  }

  private static boolean takesLeaky(ImageNode image) {
    return image.kind().takesLeakyActivation() && image.inputs().length == 1;
  }

  /** Takes in a Pad of zeros that only this convolution reads. */
  private ImageNode withPadding(ImageNode image) {
    int id = image.inputs()[0];
    int pad = image.kind() == Kind.CONV ? producer[id] : -1;
    if (pad < 0 || !mayAbsorb(pad) || uses.sole(id) < 0) {
      return image;
    }
    ProgramNode node = program.nodes().get(pad);
    int[] amounts = ZeroPadding.amounts(node, inference.inputs(node));
    if (amounts == null) {
      return image;
    }
    ImageNode padded =
        new ImageNode(
            image.kind(),
            image.node(),
            new int[] {node.inputs()[0]},
            image.output(),
            image.window().padded(amounts[0], amounts[1], amounts[2], amounts[3]),
            image.activation(),
            image.function(),
            image.maps(),
            image.addition(),
            node.label() + " + " + image.label());
    if (!borderFits(padded)) {
      return image;
    }
    absorbed[pad] = true;
    chosen[pad] = null;
    return padded;
  }

  /** Whether the border that padding becomes is small beside the image, as is usual. */
  private boolean borderFits(ImageNode image) {
    int[] in = images.dims(image.inputs()[0]);
    long border = 2L * reach(image);
    return (in[2] + border) * (in[3] + border) <= MOST_BORDER * in[2] * in[3] + SMALL_IMAGE;
  }

  private int reach(ImageNode image) {
    int[] in = images.dims(image.inputs()[0]);
    int[] out = images.dims(image.output());
    return image.window().reach(in[2], in[3], out[2], out[3]);
  }

  private boolean mayAbsorb(int pad) {
    return !absorbed[pad] && (chosen[pad] == null || chosen[pad].kind() == Kind.CUT);
  }

  private void assignHalos() {
    for (ImageNode image : chosen) {
      if (image != null && image.kind().leads()) {
        int id = image.inputs()[0];
        halo[id] = Math.max(halo[id], reach(image));
      }
    }
  }
}
