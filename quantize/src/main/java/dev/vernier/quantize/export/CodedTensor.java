package dev.vernier.quantize.export;

import dev.vernier.onnx.DataType;

/**
 * A tensor of codes and what its codes mean, by names of tensors.
 *
 * @param zeroPoint the empty string if absent: zero
 * @param type type of the codes
 * @param blocks whether a scale covers a block rather than a channel or the whole
 */
record CodedTensor(String tensor, String scale, String zeroPoint, DataType type, boolean blocks) {

  /** Whether integer kernels read such codes. */
  boolean isEightBit() {
    return !blocks && (type == DataType.UINT8 || type == DataType.INT8);
  }
}
