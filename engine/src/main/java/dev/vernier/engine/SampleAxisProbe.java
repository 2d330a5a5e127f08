package dev.vernier.engine;

import dev.vernier.engine.SampleAxis.Status;
import dev.vernier.onnx.VernierException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Proves the sample axis at two batch sizes that no model's own dimensions are likely to share, so
 * that a shape which merely happens to equal the batch is not taken for it.
 */
final class SampleAxisProbe {
  private static final List<Integer> PROBES = List.of(5, 7);

  private SampleAxisProbe() {}

  static SampleAxis probe(EngineModel model, Map<String, int[]> inputDims) {
    InputDims inputs = InputDims.of(model);
    if (!inputs.batchable()) {
      return new SampleAxis(statuses(model, inputDims, inputs, 1), false);
    }
    try {
      Map<String, Status> result = new LinkedHashMap<>();
      for (int batch : PROBES) {
        statuses(model, inputDims, inputs, batch)
            .forEach((name, status) -> result.merge(name, status, SampleAxisProbe::weaker));
      }
      return new SampleAxis(result, !result.containsValue(Status.UNKNOWN));
    } catch (VernierException e) {
      return new SampleAxis(statuses(model, inputDims, inputs, 1), false);
    }
  }

  private static Status weaker(Status a, Status b) {
    return a == b ? a : Status.UNKNOWN;
  }

  private static Map<String, Status> statuses(
      EngineModel model, Map<String, int[]> inputDims, InputDims inputs, int batch) {
    Map<String, int[]> dims = new LinkedHashMap<>();
    inputDims.forEach((name, d) -> dims.put(name, batch == 1 ? d : withFirst(d, batch)));
    GraphProgram program = model.program();
    ShapeInference inference =
        ShapeInference.run(
            program, inputs.facts(dims), new SessionWorkspace(model.prepared(), model.newBudget()));
    Status[] statuses = SampleAxisAnalysis.run(program, inference, batch);
    Map<String, Status> result = new LinkedHashMap<>();
    for (int id = 0; id < statuses.length; id++) {
      if (inference.facts()[id] != null) {
        result.put(program.name(id), statuses[id]);
      }
    }
    return result;
  }

  private static int[] withFirst(int[] dims, int batch) {
    int[] result = dims.clone();
    if (result.length > 0) {
      result[0] = batch;
    }
    return result;
  }
}
