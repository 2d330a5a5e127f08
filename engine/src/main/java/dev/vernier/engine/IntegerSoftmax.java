package dev.vernier.engine;

import dev.vernier.engine.ops.common.Rows;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Softmax on 8-bit codes with the arithmetic of ONNX Runtime's integer kernel
 * (contrib_ops/cpu/quantization/qlinear_softmax.cc): exponentials of the 256 possible distances
 * from a row's largest code are a table of floats, a row's are added one after the other, and each
 * is multiplied by {@code floor(1 / scale)} of the result, divided by the sum and rounded half to
 * even. The floor matters: probabilities in steps of 1 / 255, a float a little above it, come out
 * as 254 of 255. Output 0 is the codes, output 1 the numbers they stand for.
 */
final class IntegerSoftmax implements Operator {
  /** Logarithm of the room left between a row's sum and the largest float. */
  private static final double RESERVE = 5;

  private final FloatTwin twin;
  private final CodeParameters in;
  private final CodeResult result;
  private final float steps;
  private volatile Exponentials last;

  /** The table for rows of n codes, by code less the row's largest, plus 255. */
  private record Exponentials(int n, float[] table) {}

  /**
   * @param softmax the float operator, which knows the rows
   */
  IntegerSoftmax(Operator softmax, CodeParameters in, CodeParameters out) {
    this.twin = new FloatTwin(softmax);
    this.in = in;
    this.result = new CodeResult(out, Activation.NONE);
    this.steps = (float) Math.floor(1f / out.scale());
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return result.facts(twin.infer(inputs));
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return twin.carriesSampleAxis(inputCarries, inputs, outputs);
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.absolute(1);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = codes(inputs[0], workspace);
    float[] y = workspace.floats(x.size());
    if (x.rank() == 0) {
      rows(x, y, 1);
      result.store(y, outputs, workspace.kernels());
      return;
    }
    boolean[] axes = twin.operator().rowAxes(x.rank());
    Tensor source = Rows.last(x, axes, workspace);
    rows(source, y, Rows.length(x.dims(), axes));
    if (source != x) {
      Tensor rows = Tensor.wrap(DataType.FLOAT, y, 0, source.dims());
      y = workspace.floats(x.size());
      Rows.restore(rows, axes, Tensor.wrap(DataType.FLOAT, y, 0, x.dims()));
    }
    result.store(y, outputs, workspace.kernels());
  }

  /** The codes as floats, zero point and all: only their distances count. */
  private Tensor codes(Tensor codes, Workspace workspace) {
    return FloatTwin.widen(codes, in.unsigned(), 0, workspace);
  }

  private void rows(Tensor x, float[] y, int n) {
    if (x.size() == 0) {
      return;
    }
    float[] table = exponentials(n);
    for (int from = 0; from < x.size(); from += n) {
      row(x.floats(), x.offset() + from, y, from, n, table);
    }
  }

  /** One row, in steps of the result, less its zero point. */
  private void row(float[] x, int xo, float[] y, int yo, int n, float[] table) {
    float largest = x[xo];
    for (int i = 1; i < n; i++) {
      largest = Math.max(largest, x[xo + i]);
    }
    int shift = 255 - (int) largest;
    float sum = 0;
    for (int i = 0; i < n; i++) {
      float power = table[(int) x[xo + i] + shift];
      sum += power;
      y[yo + i] = power;
    }
    for (int i = 0; i < n; i++) {
      y[yo + i] = (float) Math.rint(y[yo + i] * steps / sum);
    }
  }

  /** Large enough that small ones keep their precision, small enough that n of them add up. */
  private float[] exponentials(int n) {
    Exponentials known = last;
    if (known == null || known.n != n) {
      double shift = Math.max(0, StrictMath.log(Float.MAX_VALUE / n) - RESERVE) / in.scale();
      float[] table = new float[256];
      for (int i = 0; i < table.length; i++) {
        table[i] = (float) StrictMath.exp((i - 255 + shift) * in.scale());
      }
      known = new Exponentials(n, table);
      last = known;
    }
    return known.table;
  }
}
