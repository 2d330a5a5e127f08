package dev.vernier.engine;

import dev.vernier.engine.ImageNode.Kind;
import dev.vernier.engine.channelslast.CutStep;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.List;

/** Tells which nodes can run channels-last, and how. */
final class ImageNodes {
  private final GraphProgram program;
  private final ShapeInference inference;

  ImageNodes(GraphProgram program, ShapeInference inference) {
    this.program = program;
    this.inference = inference;
  }

  /** The node as an image node without fusion, or null; its inputs are not checked for layout. */
  ImageNode of(ProgramNode node) {
    if (node.operator() instanceof IntegerProduct product) {
      return integerConv(node, product);
    }
    if (node.operator() instanceof IntegerAdd) {
      return sameImages(node) ? simple(Kind.INTEGER_ADD, node, node.inputs()) : null;
    }
    if (node.operator() instanceof IntegerMul) {
      return sameImages(node) ? simple(Kind.INTEGER_MUL, node, node.inputs()) : null;
    }
    if (node.operator() instanceof IntegerMap map) {
      int id = node.inputs()[0];
      return isImage(id) && map.fits(fact(id).dims()) ? simple(Kind.INTEGER_MAP, node, id) : null;
    }
    if (node.operator() instanceof DynamicProduct product) {
      return dynamicConv(node, product);
    }
    if (node.operator() instanceof DynamicRange) {
      return isImage(node.inputs()[0]) ? simple(Kind.DYNAMIC_RANGE, node, node.inputs()) : null;
    }
    if (node.operator() instanceof DynamicCodes) {
      int id = node.inputs()[0];
      return isImage(id) ? simple(Kind.DYNAMIC_CODES, node, id) : null;
    }
    if (FusedNode.is(node.node())) {
      return pointwise(node);
    }
    if (!node.node().domain().isEmpty()
        || node.inputs().length == 0
        || !isImage(node.inputs()[0])) {
      return null;
    }
    return switch (node.node().opType()) {
      case "Conv" -> conv(node);
      case "MaxPool" -> pool(node, Kind.MAX_POOL);
      case "AveragePool" -> pool(node, Kind.AVERAGE_POOL);
      case "GlobalAveragePool" -> simple(Kind.GLOBAL_AVERAGE_POOL, node, node.inputs()[0]);
      case "Sum" -> node.inputs().length == 2 && sameShapes(node) ? sum(node) : null;
      case "Slice", "Pad" -> isCut(node) ? simple(Kind.CUT, node, node.inputs()[0]) : null;
      case "Resize" -> enlarges(node) ? simple(Kind.ENLARGE, node, node.inputs()[0]) : null;
      case "Add" -> sameShapes(node) ? sum(node) : null;
      case "Mul" -> sameShapes(node) ? simple(Kind.MUL, node, node.inputs()) : null;
      case "Concat" -> concat(node);
      case "BatchNormalization" -> batchNormalization(node);
      case "QuantizeLinear" -> coding(Kind.QUANTIZE, node);
      case "DequantizeLinear" -> coding(Kind.DEQUANTIZE, node);
      default -> pointwise(node);
    };
  }

  private boolean isImage(int id) {
    int[] dims = id < 0 ? null : fact(id).dims();
    return dims != null && dims.length == 4 && Dims.size(dims) > 0;
  }

  private TensorFact fact(int id) {
    return inference.facts()[id];
  }

  boolean isFloat(int id) {
    return fact(id).type() == DataType.FLOAT;
  }

  /** Floats, or 8-bit codes, which keep their order and equality when they are held as floats. */
  private boolean isComparable(int id) {
    return isFloat(id) || CodeParameters.isCode(fact(id).type());
  }

  private boolean isConstant(int id) {
    return id >= 0 && fact(id).isConstant();
  }

  private boolean isAbsentOrConstant(int[] ids, int index) {
    return index >= ids.length || ids[index] < 0 || isConstant(ids[index]);
  }

  private static ImageNode simple(Kind kind, ProgramNode node, int... inputs) {
    return new ImageNode(
        kind,
        node,
        inputs,
        node.outputs()[0],
        null,
        Activation.NONE,
        null,
        List.of(),
        null,
        node.label());
  }

  private static ImageNode windowed(Kind kind, ProgramNode node, Window window) {
    int[] image = {node.inputs()[0]};
    return new ImageNode(
        kind,
        node,
        image,
        node.outputs()[0],
        window,
        Activation.NONE,
        null,
        List.of(),
        null,
        node.label());
  }

  private ImageNode conv(ProgramNode node) {
    int[] ids = node.inputs();
    boolean fits =
        isFloat(ids[0])
            && !isConstant(ids[0])
            && isConstant(ids[1])
            && isAbsentOrConstant(ids, 2)
            && isImage(ids[1]);
    return fits ? windowed(Kind.CONV, node, window(node, fact(ids[1]).dims())) : null;
  }

  private ImageNode integerConv(ProgramNode node, IntegerProduct product) {
    boolean fits = node.node().is("Conv") && isImage(node.inputs()[0]);
    return fits ? windowed(Kind.INTEGER_CONV, node, window(node, product.weights())) : null;
  }

  private ImageNode dynamicConv(ProgramNode node, DynamicProduct product) {
    boolean fits = node.node().is("ConvInteger") && isImage(node.inputs()[0]);
    return fits ? windowed(Kind.DYNAMIC_CONV, node, window(node, product.weights())) : null;
  }

  private Window window(ProgramNode node, IntegerWeights weights) {
    return window(node, weights.parts().get(0).weights().dims());
  }

  private Window window(ProgramNode node, int[] kernel) {
    int[] dims = fact(node.inputs()[0]).dims();
    return Window.of(node.node(), kernel[2], kernel[3], dims[2], dims[3]);
  }

  private ImageNode pool(ProgramNode node, Kind kind) {
    long[] kernel = node.node().intsAttribute("kernel_shape");
    boolean oneOutput = Arrays.stream(node.outputs()).filter(id -> id >= 0).count() == 1;
    boolean ceil = node.node().intAttribute("ceil_mode", 0) != 0;
    boolean typed =
        kind == Kind.MAX_POOL ? isComparable(node.inputs()[0]) : isFloat(node.inputs()[0]);
    if (kernel.length != 2 || !oneOutput || ceil || !typed) {
      return null;
    }
    return windowed(kind, node, window(node, new int[] {0, 0, (int) kernel[0], (int) kernel[1]}));
  }

  private static ImageNode sum(ProgramNode node) {
    return simple(Kind.ADD, node, node.inputs());
  }

  private boolean isCut(ProgramNode node) {
    int id = node.inputs()[0];
    boolean copies = isFloat(id) || (node.node().is("Slice") && isComparable(id));
    return copies && isImage(node.outputs()[0]) && cut(node) != null;
  }

  /** What a Slice or Pad node copies, or null. */
  CutStep.Cut cut(ProgramNode node) {
    int[] in = fact(node.inputs()[0]).dims();
    return ImageCuts.of(node, inference.inputs(node), in, fact(node.outputs()[0]).dims());
  }

  /** Whether a Resize repeats every pixel a whole number of times, as its rounding rules tell. */
  private boolean enlarges(ProgramNode node) {
    int[] ids = node.inputs();
    Node rules = node.node();
    boolean repeats =
        rules.stringAttribute("mode", "nearest").equals("nearest")
            && rules.stringAttribute("coordinate_transformation_mode", "").equals("asymmetric")
            && rules.stringAttribute("nearest_mode", "").equals("floor")
            && rules.stringAttribute("keep_aspect_ratio_policy", "stretch").equals("stretch")
            && !rules.hasAttribute("axes");
    int[] in = fact(ids[0]).dims();
    int[] out = fact(node.outputs()[0]).dims();
    return repeats
        && isFloat(ids[0])
        && isImage(node.outputs()[0])
        && in[0] == out[0]
        && in[1] == out[1]
        && out[2] % in[2] == 0
        && out[3] % in[3] == 0
        && scalesAre(node, in, out);
  }

  /** Whether scales, if they are given instead of sizes, are exactly those of the sizes. */
  private boolean scalesAre(ProgramNode node, int[] in, int[] out) {
    int[] ids = node.inputs();
    if (!isAbsentOrConstant(ids, 2) || !isAbsentOrConstant(ids, 3)) {
      return false;
    }
    Tensor scales = ids.length > 2 && ids[2] >= 0 ? fact(ids[2]).value() : null;
    if (scales == null || scales.size() == 0) {
      return true;
    }
    for (int axis = 0; axis < in.length; axis++) {
      if (scales.size() != in.length || scales.doubleAt(axis) * in[axis] != out[axis]) {
        return false;
      }
    }
    return true;
  }

  private boolean sameShapes(ProgramNode node) {
    return sameImages(node) && isFloat(node.inputs()[0]);
  }

  private boolean sameImages(ProgramNode node) {
    int a = node.inputs()[0];
    int b = node.inputs()[1];
    return isImage(a)
        && isImage(b)
        && !isConstant(a)
        && !isConstant(b)
        && Arrays.equals(fact(a).dims(), fact(b).dims());
  }

  private ImageNode concat(ProgramNode node) {
    long axis = node.node().intAttribute("axis", 1);
    boolean fits =
        (axis == 1 || axis == -3)
            && Arrays.stream(node.inputs()).allMatch(id -> isComparable(id) && !isConstant(id));
    return fits ? simple(Kind.CONCAT, node, node.inputs()) : null;
  }

  private ImageNode batchNormalization(ProgramNode node) {
    int[] ids = node.inputs();
    boolean fits =
        isFloat(ids[0])
            && node.node().intAttribute("spatial", 1) != 0
            && Arrays.stream(ids).skip(1).allMatch(this::isConstant)
            && Arrays.stream(node.outputs()).skip(1).allMatch(id -> id < 0);
    return fits ? simple(Kind.AFFINE, node, ids[0]) : null;
  }

  private ImageNode pointwise(ProgramNode node) {
    int[] ids = node.inputs();
    boolean fits =
        node.operator().layoutFree()
            && isFloat(ids[0])
            && isFloat(node.outputs()[0])
            && Arrays.stream(ids).skip(1).allMatch(id -> id < 0 || isConstant(id));
    return fits ? simple(Kind.POINTWISE, node, ids[0]) : null;
  }

  /** To codes, or from codes, of floats: integers and half precision are left to the operator. */
  private ImageNode coding(Kind kind, ProgramNode node) {
    int numbers = kind == Kind.QUANTIZE ? node.inputs()[0] : node.outputs()[0];
    boolean fits = isFloat(numbers) && codes(node) != null;
    return fits ? simple(kind, node, node.inputs()[0]) : null;
  }

  /** Parameters of a QuantizeLinear or DequantizeLinear of 8-bit codes by one scale, or null. */
  CodeParameters codes(ProgramNode node) {
    int[] ids = node.inputs();
    Node attributes = node.node();
    if (ids.length < 3 || !isConstant(ids[1]) || !isConstant(ids[2])) {
      return null;
    }
    boolean blocks = attributes.intAttribute("block_size", 0) != 0;
    return blocks ? null : CodeParameters.of(fact(ids[1]).value(), fact(ids[2]).value());
  }

  /** Dimensions of a value that is an image. */
  int[] dims(int id) {
    return fact(id).dims();
  }

  List<ProgramNode> nodes() {
    return program.nodes();
  }
}
