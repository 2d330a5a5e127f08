package dev.vernier.engine;

import dev.vernier.onnx.DataType;

/** 8-bit codes with their scales and zero points. */
record QuantizedCodes(int id, Tensor scale, Tensor zero, DataType type, long axis) {
  /**
   * The codes of a value whose scale and zero point are constants, or null if these are not, or are
   * not of a kind that integer arithmetic takes.
   *
   * @param zeroId -1 if there is no zero point
   */
  static QuantizedCodes of(ProgramBuilder builder, int id, int scaleId, int zeroId, long axis) {
    Tensor scale = builder.constants[scaleId];
    Tensor zero = zeroId < 0 ? null : builder.constants[zeroId];
    Tensor codes = builder.constants[id];
    DataType known = zero == null ? DataType.UNDEFINED : zero.type();
    DataType type = codes == null ? known : codes.type();
    boolean eightBit = type == DataType.UINT8 || type == DataType.INT8;
    boolean fits = scale != null && scale.type() == DataType.FLOAT && (zeroId < 0 || zero != null);
    return fits && eightBit ? new QuantizedCodes(id, scale, zero, type, axis) : null;
  }

  boolean isScalar() {
    return scale.size() == 1;
  }

  CodeParameters parameters() {
    int point = zero == null ? 0 : (int) zero.longAt(0);
    return new CodeParameters((float) scale.doubleAt(0), point, type);
  }

  boolean fitsAxis(int channelAxis, Tensor codes) {
    return isScalar()
        || (Dims.axis(axis, codes.rank()) == channelAxis && scale.size() == codes.dim(channelAxis));
  }

  float[] scales(int channels) {
    float[] result = new float[channels];
    for (int c = 0; c < channels; c++) {
      result[c] = (float) scale.doubleAt(isScalar() ? 0 : c);
    }
    return result;
  }

  /** The codes less their zero points, as floats. */
  Tensor integers(Tensor codes, int channelAxis) {
    Tensor result = Tensor.allocate(DataType.FLOAT, codes.dims());
    int inner = Dims.strides(codes.dims())[channelAxis];
    for (int i = 0; i < codes.size(); i++) {
      int c = i / inner % codes.dim(channelAxis);
      long point = zero == null ? 0 : zero.longAt(zero.size() == 1 ? 0 : c);
      result.floats()[i] = codes.longAt(i) - point;
    }
    return result;
  }
}
