package dev.vernier.engine.ops.gather;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.Arrays;
import java.util.List;

/**
 * A cache with an update written along an axis, in each sample from an index of its own on; in
 * circular mode positions wrap around.
 */
final class TensorScatter implements Operator {
  private final long axis;
  private final boolean circular;

  TensorScatter(NodeContext context) {
    axis = context.node().intAttribute("axis", -2);
    String mode = context.node().stringAttribute("mode", "linear");
    circular = mode.equals("circular");
    if (!circular && !mode.equals("linear")) {
      throw new IllegalArgumentException(
          "attribute mode = '" + mode + "': expected linear or circular");
    }
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact cache = inputs.get(0);
    if (cache.hasDims() && inputs.get(1).hasDims()) {
      check(cache.dims(), inputs.get(1).dims());
    }
    return List.of(new TensorFact(cache.type(), cache.dims(), null));
  }

  private void check(int[] cache, int[] update) {
    int at = Dims.axis(axis, cache.length);
    boolean same = update.length == cache.length && update[at] <= cache[at] && at > 0;
    if (!same || !Arrays.equals(Shapes.with(cache, at, update[at]), update)) {
      throw new IllegalArgumentException(
          "an update "
              + Dims.text(update)
              + " does not fit a cache "
              + Dims.text(cache)
              + " along axis "
              + at);
    }
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor update = inputs[1];
    Tensor y = outputs[0];
    y.set(inputs[0]);
    int[] dims = y.dims();
    int at = Dims.axis(axis, dims.length);
    int inner = Shapes.product(dims, at + 1, dims.length);
    int outer = Shapes.product(dims, 0, at);
    Tensor starts = Facts.optional(inputs, 2);
    int steps = update.dim(at);
    for (int i = 0; i < outer * steps; i++) {
      int sample = i / steps / (outer / dims[0]);
      long start = starts == null ? 0 : starts.longAt(sample);
      int to = i / steps * dims[at] + position(start + i % steps, dims[at]);
      Copies.run(update, i * inner, y, to * inner, inner);
    }
  }

  private int position(long index, int length) {
    if (!circular && (index < 0 || index >= length)) {
      throw new IllegalArgumentException(
          "write index " + index + " is outside a cache of length " + length);
    }
    return (int) Math.floorMod(index, (long) length);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean starts = Facts.optional(inputs, 2) == null || inputCarries[2];
    return SampleAxis0.single(inputCarries[0] && inputCarries[1] && starts);
  }
}
