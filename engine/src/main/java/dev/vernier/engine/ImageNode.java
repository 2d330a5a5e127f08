package dev.vernier.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A node, with what was fused into it, that runs channels-last.
 *
 * @param inputs ids of the image inputs; a second one of a convolution is added to its result
 * @param output id of the result, that of the activation if one is fused
 * @param window window of a convolution or pool, else null
 * @param function what follows a convolution, element by element; null for nothing but the
 *     activation
 * @param maps what follows an integer convolution's codes
 * @param addition the sum that an integer convolution with two inputs ends in, after the maps; else
 *     null
 * @param label names the node and what is fused into it
 */
record ImageNode(
    Kind kind,
    ProgramNode node,
    int[] inputs,
    int output,
    Window window,
    Activation activation,
    RunForm.Elementwise function,
    List<CodeMap> maps,
    CodeAddition addition,
    String label) {

  /** What the node does. */
  enum Kind {
    CONV,
    INTEGER_CONV,
    DYNAMIC_CONV,
    INTEGER_ADD,
    INTEGER_MUL,
    INTEGER_MAP,
    DYNAMIC_RANGE,
    DYNAMIC_CODES,
    MAX_POOL,
    AVERAGE_POOL,
    GLOBAL_AVERAGE_POOL,
    ADD,
    MUL,
    CONCAT,
    CUT,
    ENLARGE,
    AFFINE,
    POINTWISE,
    QUANTIZE,
    DEQUANTIZE;

    boolean leads() {
      return isFloatConv() || this == INTEGER_CONV;
    }

    /** Whether it is a convolution with a result of floats, which other nodes may continue. */
    boolean isFloatConv() {
      return this == CONV || this == DYNAMIC_CONV;
    }

    /** Whether the node reads, after its images, the range of what was quantized. */
    boolean readsRange() {
      return this == DYNAMIC_CONV || this == DYNAMIC_CODES;
    }

    /** Whether the result is an image. */
    boolean givesImage() {
      return this != DYNAMIC_RANGE;
    }

    /** Whether output 1 is the numbers behind the codes of output 0. */
    boolean hasNumbers() {
      return this == INTEGER_CONV
          || this == INTEGER_ADD
          || this == INTEGER_MUL
          || this == INTEGER_MAP;
    }

    /** Whether one image among the inputs is reason enough to make images of the others. */
    boolean drawsInputs() {
      return this == ADD
          || this == MUL
          || this == CONCAT
          || this == INTEGER_ADD
          || this == INTEGER_MUL;
    }

    boolean takesActivation() {
      return isFloatConv() || this == ADD || this == AFFINE;
    }

    boolean takesLeakyActivation() {
      return this == CONV;
    }

    boolean isPointwise() {
      return switch (this) {
        case ADD,
            INTEGER_ADD,
            INTEGER_MUL,
            INTEGER_MAP,
            DYNAMIC_CODES,
            MUL,
            AFFINE,
            POINTWISE,
            QUANTIZE,
            DEQUANTIZE ->
            true;
        default -> false;
      };
    }
  }

  /** This convolution, and after it the sum with another image. */
  ImageNode withSum(int added, int newOutput, String fusedLabel) {
    return new ImageNode(
        kind,
        node,
        new int[] {inputs[0], added},
        newOutput,
        window,
        activation,
        function,
        maps,
        addition,
        label + " + " + fusedLabel);
  }

  /** This integer convolution, and after it a sum of codes with its second input. */
  ImageNode withAddition(CodeAddition added) {
    return new ImageNode(
        kind, node, inputs, output, window, activation, function, maps, added, label);
  }

  /** Codes that an integer convolution ends in; null if its result stays a float. */
  CodeParameters codes() {
    if (addition != null) {
      return addition.add().out();
    }
    return maps.isEmpty()
        ? ((IntegerProduct) node.operator()).out()
        : maps.get(maps.size() - 1).out();
  }

  ImageNode withActivation(Activation fused, int newOutput, String fusedLabel) {
    return new ImageNode(
        kind,
        node,
        inputs,
        newOutput,
        window,
        fused,
        function,
        maps,
        addition,
        label + " + " + fusedLabel);
  }

  ImageNode withFunction(RunForm.Elementwise fused, int newOutput, String fusedLabel) {
    return new ImageNode(
        kind,
        node,
        inputs,
        newOutput,
        window,
        activation,
        fused,
        maps,
        addition,
        label + " + " + fusedLabel);
  }

  /** This integer convolution, and after it a map of its codes. */
  ImageNode withMap(CodeMap map, int newOutput, String fusedLabel) {
    List<CodeMap> all = new ArrayList<>(maps);
    all.add(map);
    return new ImageNode(
        kind,
        node,
        inputs,
        newOutput,
        window,
        activation,
        function,
        List.copyOf(all),
        addition,
        label + " + " + fusedLabel);
  }
}
