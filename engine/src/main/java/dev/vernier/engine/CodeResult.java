package dev.vernier.engine;

import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * What becomes of exact sums once they are multiplied into units of the result.
 *
 * @param out null if the result stays a float
 */
record CodeResult(CodeParameters out, Activation activation) {
  /** Codes (or, without output quantization, numbers) and the numbers they stand for. */
  List<TensorFact> facts(TensorFact product) {
    return List.of(out == null ? product : product.withType(out.type()), product);
  }

  /** The product of two scales, in units of the result. */
  float multiplier(float scale, float otherScale) {
    float product = scale * otherScale;
    return out == null ? product : product / out.scale();
  }

  /** Applies the activation to values in units of the result, and stores them; changes them. */
  void store(float[] values, Tensor[] outputs, Kernels kernels) {
    Tensor any = outputs[0] != null ? outputs[0] : outputs[1];
    int n = any.size();
    if (!activation.equals(Activation.NONE)) {
      float unit = out == null ? 1f : out.scale();
      kernels.clip(values, 0, values, 0, n, activation.low() / unit, activation.high() / unit);
    }
    if (out == null) {
      outputs[0].set(Tensor.wrap(DataType.FLOAT, values, 0, any.dims()));
      return;
    }
    if (outputs[0] != null) {
      kernels.quantize(
          values,
          0,
          outputs[0].bytes(),
          outputs[0].offset(),
          n,
          1f,
          out.zeroPoint(),
          out.low(),
          out.high());
    }
    if (outputs.length > 1 && outputs[1] != null) {
      kernels.fakeQuantize(values, 0, values, 0, n, 1f, out.zeroPoint(), out.low(), out.high());
      kernels.mulScalar(values, 0, out.scale(), outputs[1].floats(), outputs[1].offset(), n);
    }
  }
}
