package dev.vernier.engine.ops.shape;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/** Dropout at inference: the input itself, and a mask that keeps everything. */
final class Dropout implements Operator {
  private final int outputs;
  private final boolean maskLikeInput;
  private final boolean mayTrain;

  Dropout(NodeContext context) {
    outputs = context.node().outputs().size();
    maskLikeInput = context.opset() < 10;
    mayTrain = context.node().hasInput(2);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    TensorFact y = new TensorFact(x.type(), x.dims(), null);
    return outputs == 1
        ? List.of(y)
        : List.of(y, x.withType(maskLikeInput ? x.type() : DataType.BOOL));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] results, Workspace workspace) {
    Tensor training = Facts.optional(inputs, 2);
    if (training != null && training.longAt(0) != 0) {
      refuse(inputs[1]);
    }
    if (results[0] != null) {
      Copies.all(inputs[0], results[0]);
    }
    if (results.length > 1 && results[1] != null) {
      for (int i = 0; i < results[1].size(); i++) {
        results[1].setDouble(i, 1);
      }
    }
  }

  /** With a ratio of 0 nothing is dropped in training either. */
  private static void refuse(Tensor ratio) {
    if (ratio == null || ratio.doubleAt(0) != 0) {
      throw new IllegalArgumentException("training_mode is set: only inference is supported");
    }
  }

  @Override
  public boolean isView() {
    return outputs == 1 && !mayTrain;
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean[] carries = new boolean[outputs.size()];
    Arrays.fill(carries, SampleAxis0.onlyFirst(inputCarries, inputs));
    return carries;
  }
}
