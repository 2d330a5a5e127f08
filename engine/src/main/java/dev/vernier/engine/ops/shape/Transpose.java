package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Arguments;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.Arrays;
import java.util.List;

/** Permutes the axes; without an attribute, reverses them. */
final class Transpose implements Operator {
  private final long[] permutation;

  Transpose(NodeContext context) {
    permutation = Arguments.attribute(context.node(), "perm");
  }

  private int[] permutation(int rank) {
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = permutation == null ? rank - 1 - i : Dims.axis(permutation[i], rank);
    }
    return axes;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!x.hasDims()) {
      return List.of(x.withType(x.type()));
    }
    if (permutation != null && permutation.length != x.rank()) {
      throw new IllegalArgumentException(
          "perm " + Arrays.toString(permutation) + " does not fit shape " + Dims.text(x.dims()));
    }
    if (permutation != null) {
      Shapes.mask(permutation, x.rank());
    }
    return List.of(TensorFact.of(x.type(), permute(x.dims())));
  }

  private int[] permute(int[] values) {
    int[] axes = permutation(values.length);
    int[] permuted = new int[values.length];
    for (int i = 0; i < permuted.length; i++) {
      permuted[i] = values[axes[i]];
    }
    return permuted;
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    int[] read = permute(Dims.strides(x.dims()));
    Copies.strided(y.dims(), x, 0, read, y, 0, Dims.strides(y.dims()));
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean kept = inputs.get(0).hasDims() && permutation(inputs.get(0).rank())[0] == 0;
    return SampleAxis0.withinSlices(inputCarries, inputs, kept);
  }
}
