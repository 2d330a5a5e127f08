package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/** The float operator behind one on codes: it knows shapes, broadcasting and the sample axis. */
record FloatTwin(Operator operator) {
  /** Its result for operands of these shapes. */
  TensorFact infer(List<TensorFact> codes) {
    return operator.infer(floats(codes)).get(0);
  }

  /** One answer for all outputs: codes and the numbers they stand for have the same axes. */
  boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    List<TensorFact> result = List.of(outputs.get(0).withType(DataType.FLOAT));
    boolean[] proven = new boolean[outputs.size()];
    Arrays.fill(proven, operator.carriesSampleAxis(inputCarries, floats(inputs), result)[0]);
    return proven;
  }

  private static List<TensorFact> floats(List<TensorFact> codes) {
    return codes.stream().map(f -> f.withType(DataType.FLOAT)).toList();
  }

  /** Codes less a zero point, as floats in working memory. */
  static Tensor widen(Tensor codes, boolean unsigned, int zeroPoint, Workspace workspace) {
    int n = codes.size();
    float[] values = workspace.floats(n);
    workspace
        .kernels()
        .dequantize(codes.bytes(), codes.offset(), unsigned, values, 0, n, 1f, zeroPoint);
    return Tensor.wrap(DataType.FLOAT, values, 0, codes.dims());
  }
}
