package dev.vernier.engine.ops.common;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import java.util.List;

/** A yes-or-no question about two broadcast operands of one type. */
public abstract class BinaryPredicate implements Operator {
  /** The answer for floating point operands; floats widen exactly. */
  protected boolean test(double a, double b) {
    throw Facts.unsupported(this, DataType.DOUBLE);
  }

  /** The answer for integers widened to 64 bits and for booleans as 0 and 1. */
  protected abstract boolean test(long a, long b);

  /** The answer for unsigned 64-bit integers; as for signed unless overridden. */
  protected boolean testUnsigned(long a, long b) {
    return test(a, b);
  }

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(
        Facts.shaped(inputs)
            ? TensorFact.of(
                DataType.BOOL, Dims.broadcast(inputs.get(0).dims(), inputs.get(1).dims()))
            : TensorFact.unknown(DataType.BOOL));
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor a = inputs[0];
    Tensor b = inputs[1];
    Tensor y = outputs[0];
    int[] dims = y.dims();
    int[][] strides = {
      Shapes.broadcastStrides(a.dims(), dims),
      Shapes.broadcastStrides(b.dims(), dims),
      Dims.strides(dims)
    };
    RowWalk.walk(dims, strides, (offsets, steps, n) -> row(a, b, y, offsets, steps, n));
  }

  private void row(Tensor a, Tensor b, Tensor y, int[] offsets, int[] steps, int n) {
    boolean floating = a.type().isFloatingPoint();
    boolean unsigned = a.type() == DataType.UINT64;
    for (int i = 0; i < n; i++) {
      int ai = offsets[0] + i * steps[0];
      int bi = offsets[1] + i * steps[1];
      boolean yes;
      if (floating) {
        yes = test(a.doubleAt(ai), b.doubleAt(bi));
      } else if (unsigned) {
        yes = testUnsigned(a.longAt(ai), b.longAt(bi));
      } else {
        yes = test(a.longAt(ai), b.longAt(bi));
      }
      y.setLong(offsets[2] + i, yes ? 1 : 0);
    }
  }

  @Override
  public final boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.single(SampleAxis0.broadcast(inputCarries, inputs, outputs.get(0)));
  }
}
