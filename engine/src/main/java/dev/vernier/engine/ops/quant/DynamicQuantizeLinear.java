package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.DynamicScale;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Quantizes to UINT8 with the range of the very tensor, widened to contain zero; gives the scale
 * and zero point too.
 */
final class DynamicQuantizeLinear implements Operator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(
        inputs.get(0).withType(DataType.UINT8),
        TensorFact.of(DataType.FLOAT),
        TensorFact.of(DataType.UINT8));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Kernels kernels = workspace.kernels();
    DynamicScale by =
        DynamicScale.of(
            kernels.minimum(x.floats(), x.offset(), x.size()),
            kernels.maximum(x.floats(), x.offset(), x.size()));
    if (outputs[0] != null) {
      kernels.quantize(
          x.floats(),
          x.offset(),
          outputs[0].bytes(),
          outputs[0].offset(),
          x.size(),
          by.scale(),
          by.zeroPoint(),
          0,
          DynamicScale.HIGH);
    }
    if (outputs[1] != null) {
      outputs[1].setDouble(0, by.scale());
    }
    if (outputs[2] != null) {
      outputs[2].setLong(0, by.zeroPoint());
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.absolute(1);
  }
}
