package dev.vernier.engine.ops.common;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Operator;
import dev.vernier.engine.RunForm;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * A function of two broadcast operands of one type. Variadic operators (Sum, Max, ...) fold it over
 * their inputs from left to right.
 */
public abstract class BinaryElementwise implements Operator {
  /** The function in single precision. */
  protected float apply(float a, float b) {
    throw Facts.unsupported(this, DataType.FLOAT);
  }

  /** The function in double precision. */
  protected double apply(double a, double b) {
    throw Facts.unsupported(this, DataType.DOUBLE);
  }

  /** The function of integers widened to 64 bits; the result is narrowed again by wrapping. */
  protected long apply(long a, long b) {
    throw Facts.unsupported(this, DataType.INT64);
  }

  /** The function of unsigned 64-bit integers; the same bits as signed unless overridden. */
  protected long applyUnsigned(long a, long b) {
    return apply(a, b);
  }

  /** A run of floats; each operand advances by its step, 0 or 1. */
  protected void apply(
      float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = apply(a[ao + i * as], b[bo + i * bs]);
    }
  }

  /** Work on the folded result once all inputs are in; only {@code Mean} needs it. */
  protected void finish(Tensor y, int inputs) {}

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    DataType type = inputs.get(0).type();
    if (!Facts.shaped(inputs)) {
      return List.of(TensorFact.unknown(type));
    }
    int[] dims = inputs.get(0).dims();
    for (TensorFact input : inputs.subList(1, inputs.size())) {
      dims = Dims.broadcast(dims, input.dims());
    }
    return List.of(TensorFact.of(type, dims));
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    if (inputs.length == 1) {
      Copies.all(inputs[0], y);
    } else {
      combine(inputs[0], inputs[1], y);
      for (int i = 2; i < inputs.length; i++) {
        combine(y, inputs[i], y);
      }
    }
    finish(y, inputs.length);
  }

  private void combine(Tensor a, Tensor b, Tensor y) {
    if (y.type() == DataType.FLOAT && a.size() == y.size() && b.size() == y.size()) {
      apply(a.floats(), a.offset(), 1, b.floats(), b.offset(), 1, y.floats(), y.offset(), y.size());
      return;
    }
    int[] dims = y.dims();
    int[][] strides = {
      Shapes.broadcastStrides(a.dims(), dims),
      Shapes.broadcastStrides(b.dims(), dims),
      Dims.strides(dims)
    };
    RowWalk.walk(dims, strides, (offsets, steps, n) -> row(a, b, y, offsets, steps, n));
  }

  private void row(Tensor a, Tensor b, Tensor y, int[] offsets, int[] steps, int n) {
    int ao = offsets[0];
    int bo = offsets[1];
    int yo = offsets[2];
    if (y.type() == DataType.FLOAT) {
      apply(
          a.floats(),
          a.offset() + ao,
          steps[0],
          b.floats(),
          b.offset() + bo,
          steps[1],
          y.floats(),
          y.offset() + yo,
          n);
    } else if (y.type() == DataType.DOUBLE) {
      for (int i = 0; i < n; i++) {
        y.setDouble(yo + i, apply(a.doubleAt(ao + i * steps[0]), b.doubleAt(bo + i * steps[1])));
      }
    } else {
      boolean unsigned = y.type() == DataType.UINT64;
      for (int i = 0; i < n; i++) {
        long p = a.longAt(ao + i * steps[0]);
        long q = b.longAt(bo + i * steps[1]);
        y.setLong(yo + i, unsigned ? applyUnsigned(p, q) : apply(p, q));
      }
    }
  }

  /** Folding two operands must be all there is to do. */
  @Override
  public RunForm runForm(List<TensorFact> inputs) {
    return inputs.size() == 2 ? RunForm.binary(this::apply) : null;
  }

  @Override
  public final boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.single(SampleAxis0.broadcast(inputCarries, inputs, outputs.get(0)));
  }
}
