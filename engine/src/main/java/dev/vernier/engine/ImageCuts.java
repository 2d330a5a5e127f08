package dev.vernier.engine;

import dev.vernier.engine.channelslast.CutStep;
import java.util.Arrays;
import java.util.List;

/** Reads Slice nodes, and Pad nodes of zeros, as copies of a part of an image. */
final class ImageCuts {
  private static final int[] ONES = {1, 1, 1, 1};

  private ImageCuts() {}

  /** What the node copies; null if it is anything else or no part of an image. */
  static CutStep.Cut of(ProgramNode node, List<TensorFact> inputs, int[] in, int[] out) {
    return node.node().is("Slice") ? slice(node, inputs, in, out) : pad(node, inputs, in);
  }

  private static CutStep.Cut slice(ProgramNode node, List<TensorFact> inputs, int[] in, int[] out) {
    long[] starts = numbers(node, inputs, 1, "starts", null);
    long[] axes = starts == null ? null : numbers(node, inputs, 3, "axes", counted(starts.length));
    long[] steps = axes == null ? null : numbers(node, inputs, 4, null, ones(starts.length));
    if (steps == null) {
      return null;
    }
    int[] first = new int[4];
    int[] step = ONES.clone();
    for (int i = 0; i < starts.length; i++) {
      int axis = Dims.axis(axes[i], 4);
      long start = starts[i] < 0 ? starts[i] + in[axis] : starts[i];
      if (steps[i] < 1 || steps[i] > Integer.MAX_VALUE) {
        return null;
      }
      first[axis] = (int) Math.max(0, Math.min(in[axis], start));
      step[axis] = (int) steps[i];
    }
    boolean fits = out[0] == in[0] && step[1] == 1;
    return fits ? cut(first, step, new int[4], out) : null;
  }

  private static CutStep.Cut pad(ProgramNode node, List<TensorFact> inputs, int[] in) {
    long[] pads = ZeroPadding.pads(node, inputs);
    if (pads == null || pads.length != 8 || pads[0] != 0 || pads[4] != 0) {
      return null;
    }
    if (Arrays.stream(pads).anyMatch(p -> p < 0)) {
      return null;
    }
    int[] to = {0, (int) pads[1], (int) pads[2], (int) pads[3]};
    return cut(new int[4], ONES, to, in);
  }

  private static CutStep.Cut cut(int[] first, int[] step, int[] to, int[] count) {
    return new CutStep.Cut(
        first[1], first[2], first[3], step[2], step[3], to[1], to[2], to[3], count[1], count[2],
        count[3]);
  }

  /** An input of constant numbers, or the attribute that older operator sets have for it. */
  private static long[] numbers(
      ProgramNode node, List<TensorFact> inputs, int index, String attribute, long[] absent) {
    if (index < inputs.size() && inputs.get(index) != null) {
      TensorFact fact = inputs.get(index);
      return fact.isConstant() ? fact.value().toLongs() : null;
    }
    return attribute == null ? absent : node.node().intsAttribute(attribute, absent);
  }

  private static long[] counted(int n) {
    long[] axes = new long[n];
    for (int i = 0; i < n; i++) {
      axes[i] = i;
    }
    return axes;
  }

  private static long[] ones(int n) {
    long[] steps = new long[n];
    Arrays.fill(steps, 1);
    return steps;
  }
}
