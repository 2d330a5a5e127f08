package dev.vernier.engine.ops.common;

import dev.vernier.engine.Operator;
import dev.vernier.engine.RunForm;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * The same function of every element. Subclasses give the function for the types they support; runs
 * of floats may be overridden by a kernel.
 */
public abstract class UnaryElementwise implements Operator {
  /** What transcendental functions of different libraries differ by: a few last places. */
  protected static final Tolerance FUNCTION = Tolerance.relative(2e-6f);

  /** The function in single precision. */
  protected float apply(float x) {
    throw Facts.unsupported(this, DataType.FLOAT);
  }

  /** The function in double precision. */
  protected double apply(double x) {
    throw Facts.unsupported(this, DataType.DOUBLE);
  }

  /** The function of an integer widened to 64 bits; the result is narrowed again by wrapping. */
  protected long apply(long x) {
    throw Facts.unsupported(this, DataType.INT64);
  }

  /** The function of a run of floats. */
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = apply(x[xo + i]);
    }
  }

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    if (x.type() == DataType.FLOAT) {
      apply(x.floats(), x.offset(), y.floats(), y.offset(), x.size());
    } else if (x.type() == DataType.DOUBLE) {
      for (int i = 0; i < x.size(); i++) {
        y.setDouble(i, apply(x.doubleAt(i)));
      }
    } else {
      for (int i = 0; i < x.size(); i++) {
        y.setLong(i, apply(x.longAt(i)));
      }
    }
  }

  @Override
  public final boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.single(SampleAxis0.onlyFirst(inputCarries, inputs));
  }

  @Override
  public final RunForm runForm(List<TensorFact> inputs) {
    return inputs.size() == 1 ? RunForm.unary(this::apply) : null;
  }

  @Override
  public final boolean layoutFree() {
    return true;
  }
}
