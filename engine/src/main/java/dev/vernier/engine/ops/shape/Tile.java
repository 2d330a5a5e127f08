package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.List;

/** Repeats a tensor along every axis. */
final class Tile implements Operator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    long[] repeats = Facts.longs(inputs.get(1));
    if (!x.hasDims() || repeats == null) {
      return List.of(TensorFact.unknown(x.type()));
    }
    int[] dims = x.dims().clone();
    if (repeats.length != dims.length) {
      throw new IllegalArgumentException(
          repeats.length + " repeats do not fit shape " + Dims.text(dims));
    }
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Shapes.dimension(dims[i] * (long) Shapes.dimension(repeats[i]));
    }
    return List.of(TensorFact.of(x.type(), dims));
  }

  /** Splits every axis into (repeat, original): repeats read the same elements again. */
  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int rank = x.rank();
    int[] strides = Dims.strides(x.dims());
    int[] dims = new int[2 * rank];
    int[] read = new int[2 * rank];
    for (int i = 0; i < rank; i++) {
      dims[2 * i] = (int) inputs[1].longAt(i);
      dims[2 * i + 1] = x.dim(i);
      read[2 * i + 1] = strides[i];
    }
    Copies.strided(dims, x, 0, read, outputs[0], 0, Dims.strides(dims));
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    long[] repeats = Facts.longs(inputs.get(1));
    boolean within = repeats != null && repeats.length > 0 && repeats[0] == 1;
    return SampleAxis0.withinSlices(inputCarries, inputs, within);
  }
}
