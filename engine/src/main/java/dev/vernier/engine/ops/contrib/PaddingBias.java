package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * What to add to scores of attention so that padding does not count. The mask is 1 or 0 for every
 * key of a sample (rank 2) or of a query (rank 3), or the number of keys of every sample, or ends
 * and then starts of the keys of every sample (rank 1). Inputs: mask, keys, past keys if any.
 */
final class PaddingBias implements Operator {
  private final float filter;

  PaddingBias(NodeContext context) {
    filter = context.node().floatAttribute("mask_filter_value", -10000f);
  }

  private static int[] dims(int[] mask, int[] keys, int[] past) {
    int total = (keys.length == 3 ? keys[1] : keys[2]) + (past == null ? 0 : past[2]);
    return new int[] {keys[0], 1, mask.length == 3 ? mask[1] : 1, total};
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    if (!Facts.shaped(inputs)) {
      return List.of(TensorFact.unknown(DataType.FLOAT));
    }
    Require.rank(inputs, 0, 1, 3);
    Require.rank(inputs, 1, 3, 4);
    Require.rank(inputs, 2, 4, 4);
    TensorFact past = Facts.optional(inputs, 2);
    int[] before = past == null ? null : past.dims();
    return List.of(
        TensorFact.of(DataType.FLOAT, dims(inputs.get(0).dims(), inputs.get(1).dims(), before)));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor mask = inputs[0];
    Tensor y = outputs[0];
    int total = y.dim(3);
    int rows = y.size() / Math.max(1, total);
    for (int row = 0; row < rows; row++) {
      for (int key = 0; key < total; key++) {
        boolean kept =
            mask.rank() > 1
                ? mask.longAt(row * total + key) > 0
                : key < mask.longAt(row) && key >= start(mask, row, rows);
        y.floats()[y.offset() + row * total + key] = kept ? 0f : filter;
      }
    }
  }

  private static long start(Tensor mask, int sample, int samples) {
    return mask.size() == 2 * samples ? mask.longAt(samples + sample) : 0;
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean perSample = inputs.get(0).hasDims() && inputs.get(0).rank() > 1;
    boolean all = true;
    for (int i = 0; i < inputs.size(); i++) {
      all &= inputs.get(i) == null || inputCarries[i];
    }
    return new boolean[] {perSample && all};
  }
}
