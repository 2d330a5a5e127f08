package dev.vernier.pipeline;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.SampleAxis;
import dev.vernier.engine.SampleAxis.Status;
import java.util.Set;

/** Whether samples of a model may be run together. */
final class BatchProof {
  private BatchProof() {}

  /** The batch size to use: the wanted one if every tensor looked at is proven, else 1. */
  static int batchSize(EngineModel model, Set<String> observed, int wanted) {
    if (wanted == 1) {
      return 1;
    }
    SampleAxis axis = model.newSession().sampleAxis();
    boolean outputs = model.outputs().stream().allMatch(o -> axis.of(o.name()) == Status.PROVEN);
    boolean tensors = observed.stream().allMatch(t -> axis.of(t) == Status.PROVEN);
    return axis.batchable() && outputs && tensors ? wanted : 1;
  }
}
