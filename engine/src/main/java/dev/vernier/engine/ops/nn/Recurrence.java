package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What LSTM, GRU and RNN share: directions, layouts, sequence lengths and the products with inputs
 * and states. States are rows of a batch; every product is one chain of fused multiply-adds in
 * order of K.
 */
abstract class Recurrence implements Operator {
  private static final Kernels KERNELS = KernelsProvider.kernels();
  private static final int MOST_FUNCTIONS = 6;

  private final Node node;

  /** Made when first asked for; two threads may make the same twice. */
  private final Gates[] functions = new Gates[MOST_FUNCTIONS];

  private final int gates;
  private final String direction;
  private final boolean batchFirst;
  private final float clip;

  Recurrence(NodeContext context, int gates) {
    this.gates = gates;
    node = context.node();
    direction = node.stringAttribute("direction", "forward");
    batchFirst = node.intAttribute("layout", 0) != 0;
    clip = node.floatAttribute("clip", 0f);
  }

  /** Memory and parameters of one direction during a run. */
  static final class Direction {
    private Tensor[] inputs;
    private int index;
    private int hidden;
    private int inputSize;
    private int steps;
    private int batch;
    private float[] hiddenState;
    private float[] cellState;
    private float[] inputProducts;
    private float[] stateProducts;
    private float[] transposedRecurrence;
    private Kernels kernels;

    int hidden() {
      return hidden;
    }

    int batch() {
      return batch;
    }

    int index() {
      return index;
    }

    float[] hiddenState() {
      return hiddenState;
    }

    float[] cellState() {
      return cellState;
    }

    float[] inputProducts() {
      return inputProducts;
    }

    float[] stateProducts() {
      return stateProducts;
    }

    float[] transposedRecurrence() {
      return transposedRecurrence;
    }

    Kernels kernels() {
      return kernels;
    }

    Tensor input(int i) {
      return Facts.optional(inputs, i);
    }
  }

  /** Function {@code i} of direction {@code d}. */
  final Gates activation(int d, int perDirection, int i, String absent) {
    int index = d * perDirection + i;
    Gates known = functions[index];
    if (known == null) {
      known = Gates.of(node, index, absent);
      functions[index] = known;
    }
    return known;
  }

  /** The largest magnitude that gates may see. */
  final void limit(Direction d, float[] x, int from, int n) {
    if (clip > 0) {
      d.kernels.clip(x, from, x, from, n, -clip, clip);
    }
  }

  /** Advances sample {@code b}'s state by one step, its gate inputs starting at {@code gate}. */
  abstract void step(Direction d, int b, int gate);

  /** Whether there is a cell state beside the hidden one. */
  boolean hasCell() {
    return false;
  }

  private int directions() {
    return direction.equals("bidirectional") ? 2 : 1;
  }

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    TensorFact r = inputs.get(2);
    int count = hasCell() ? 3 : 2;
    if (!x.hasDims() || !r.hasDims()) {
      return Collections.nCopies(count, TensorFact.unknown(x.type()));
    }
    Require.rank(inputs, 0, 3, 3);
    Require.rank(inputs, 2, 3, 3);
    int steps = x.dims()[batchFirst ? 1 : 0];
    int batch = x.dims()[batchFirst ? 0 : 1];
    int hidden = r.dims()[2];
    int d = directions();
    check(inputs, batch, hidden);
    TensorFact all =
        batchFirst
            ? TensorFact.of(x.type(), batch, steps, d, hidden)
            : TensorFact.of(x.type(), steps, d, batch, hidden);
    TensorFact last =
        batchFirst
            ? TensorFact.of(x.type(), batch, d, hidden)
            : TensorFact.of(x.type(), d, batch, hidden);
    return hasCell() ? List.of(all, last, last) : List.of(all, last);
  }

  private void check(List<TensorFact> inputs, int batch, int hidden) {
    int d = directions();
    long all = (long) gates * hidden;
    if (node.intAttribute("hidden_size", hidden) != hidden || 2 * all > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "hidden_size = "
              + node.intAttribute("hidden_size", hidden)
              + ", but the recurrence weights are for "
              + hidden);
    }
    int rows = (int) all;
    Require.shape(inputs, 1, d, rows, inputs.get(0).dims()[2]);
    Require.shape(inputs, 2, d, rows, hidden);
    Require.shape(inputs, 3, d, 2 * rows);
    Require.shape(inputs, 4, batch);
    int[] state = batchFirst ? new int[] {batch, d, hidden} : new int[] {d, batch, hidden};
    Require.shape(inputs, 5, state);
    Require.shape(inputs, 6, state);
    Require.shape(inputs, 7, d, 3 * hidden);
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    eval(inputs, outputs, workspace, null, null);
  }

  final void eval(
      Tensor[] inputs,
      Tensor[] outputs,
      Workspace workspace,
      float[][] inputWeights,
      float[][] recurrence) {
    for (int index = 0; index < directions(); index++) {
      Direction d = prepare(inputs, index, workspace);
      d.transposedRecurrence =
          recurrence != null ? recurrence[index] : flipped(inputs[2], d, d.hidden, workspace);
      d.inputProducts =
          products(
              d,
              inputWeights != null
                  ? inputWeights[index]
                  : flipped(inputs[1], d, d.inputSize, workspace),
              workspace);
      boolean backwards = index == 1 || direction.equals("reverse");
      Tensor lengths = Facts.optional(inputs, 4);
      clear(outputs, d);
      for (int b = 0; b < d.batch; b++) {
        int length = lengths == null ? d.steps : length(lengths.longAt(b), d.steps);
        for (int s = 0; s < length; s++) {
          int time = backwards ? length - 1 - s : s;
          step(d, b, (time * d.batch + b) * gates * d.hidden);
          keep(outputs, d, time, b);
        }
        finish(outputs, 1, d, d.hiddenState, b);
        finish(outputs, 2, d, d.cellState, b);
      }
    }
  }

  @Override
  public final Operator prepare(List<TensorFact> inputs, PreparedWeights prepared) {
    float[][] inputWeights = flipped(inputs.get(1), prepared);
    float[][] recurrence = flipped(inputs.get(2), prepared);
    return inputWeights == null && recurrence == null
        ? this
        : new PreparedRecurrence(this, inputWeights, recurrence);
  }

  /** Constant weights [directions, rows, k] as [k, rows] of each direction, or null. */
  private static float[][] flipped(TensorFact fact, PreparedWeights prepared) {
    if (!fact.isConstant() || fact.type() != DataType.FLOAT) {
      return null;
    }
    int rows = fact.dims()[1];
    int k = fact.dims()[2];
    float[][] flipped = new float[fact.dims()[0]][];
    for (int d = 0; d < flipped.length; d++) {
      int from = fact.value().offset() + d * rows * k;
      flipped[d] =
          prepared.floats(
              fact.value(),
              "recurrence " + d,
              w -> {
                float[] result = new float[rows * k];
                KERNELS.transpose(w.floats(), from, k, result, 0, rows, rows, k);
                return result;
              });
    }
    return flipped;
  }

  private static int length(long given, int steps) {
    if (given < 0 || given > steps) {
      throw new IllegalArgumentException(
          "a sequence of length " + given + " does not fit " + steps + " steps");
    }
    return (int) given;
  }

  private Direction prepare(Tensor[] inputs, int index, Workspace workspace) {
    Tensor x = inputs[0];
    Direction d = new Direction();
    d.inputs = inputs;
    d.index = index;
    d.kernels = workspace.kernels();
    d.hidden = inputs[2].dim(2);
    d.inputSize = x.dim(2);
    d.steps = x.dim(batchFirst ? 1 : 0);
    d.batch = x.dim(batchFirst ? 0 : 1);
    d.hiddenState = initial(d, 5, workspace);
    d.cellState = hasCell() ? initial(d, 6, workspace) : null;
    d.stateProducts = workspace.floats(gates * d.hidden);
    return d;
  }

  private float[] initial(Direction d, int input, Workspace workspace) {
    float[] state = workspace.floats(d.batch * d.hidden);
    Tensor given = d.input(input);
    for (int b = 0; b < d.batch; b++) {
      for (int h = 0; h < d.hidden; h++) {
        int at =
            batchFirst
                ? (b * directions() + d.index) * d.hidden + h
                : (d.index * d.batch + b) * d.hidden + h;
        state[b * d.hidden + h] = given == null ? 0 : given.floats()[given.offset() + at];
      }
    }
    return state;
  }

  /** The direction's weights [gates * hidden, k] as [k, gates * hidden]. */
  private float[] flipped(Tensor weights, Direction d, int k, Workspace workspace) {
    int rows = gates * d.hidden;
    float[] flipped = workspace.floats(rows * k);
    int from = weights.offset() + d.index * rows * k;
    d.kernels.transpose(weights.floats(), from, k, flipped, 0, rows, rows, k);
    return flipped;
  }

  /** Input times weights for all steps and samples: [steps, batch, gates * hidden]. */
  private float[] products(Direction d, float[] weights, Workspace workspace) {
    Tensor x = d.inputs[0];
    int rows = d.steps * d.batch;
    int n = gates * d.hidden;
    float[] data = x.floats();
    int offset = x.offset();
    if (batchFirst) {
      Tensor steps = Tensor.of(workspace.floats(x.size()), d.steps, d.batch, d.inputSize);
      int[] read = {d.inputSize, d.steps * d.inputSize, 1};
      Copies.strided(steps.dims(), x, 0, read, steps, 0, Dims.strides(steps.dims()));
      data = steps.floats();
      offset = 0;
    }
    float[] products = workspace.floats(rows * n);
    Tensor bias = d.input(3);
    d.kernels.gemm(
        rows,
        n,
        d.inputSize,
        data,
        offset,
        d.inputSize,
        weights,
        0,
        n,
        bias == null ? null : bias.floats(),
        bias == null ? 0 : bias.offset() + d.index * 2 * n,
        products,
        0,
        n);
    return products;
  }

  /** Writes columns [first, first + count) of a row times the recurrence, plus its bias. */
  final void multiplyState(Direction d, float[] row, int rowOffset, int first, int count) {
    int n = gates * d.hidden;
    Tensor bias = d.input(3);
    d.kernels.gemm(
        1,
        count,
        d.hidden,
        row,
        rowOffset,
        d.hidden,
        d.transposedRecurrence,
        first,
        n,
        bias == null ? null : bias.floats(),
        bias == null ? 0 : bias.offset() + d.index * 2 * n + n + first,
        d.stateProducts,
        first,
        n);
  }

  private void clear(Tensor[] outputs, Direction d) {
    if (d.index == 0 && outputs[0] != null) {
      Arrays.fill(
          outputs[0].floats(), outputs[0].offset(), outputs[0].offset() + outputs[0].size(), 0f);
    }
  }

  private void keep(Tensor[] outputs, Direction d, int time, int b) {
    Tensor y = outputs[0];
    if (y != null) {
      int row =
          batchFirst
              ? (b * d.steps + time) * directions() + d.index
              : (time * directions() + d.index) * d.batch + b;
      System.arraycopy(
          d.hiddenState, b * d.hidden, y.floats(), y.offset() + row * d.hidden, d.hidden);
    }
  }

  private void finish(Tensor[] outputs, int output, Direction d, float[] state, int b) {
    Tensor y = Facts.optional(outputs, output);
    if (y != null && state != null) {
      int row = batchFirst ? b * directions() + d.index : d.index * d.batch + b;
      System.arraycopy(state, b * d.hidden, y.floats(), y.offset() + row * d.hidden, d.hidden);
    }
  }

  @Override
  public final Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }
}
