package dev.vernier.engine.ops.shape;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.onnx.DataType;
import java.util.List;

/** The same bits as another type of equal width. */
final class BitCast implements Operator {
  private final DataType type;

  BitCast(NodeContext context) {
    type = DataType.of((int) context.node().intAttribute("to", 0));
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    DataType from = inputs.get(0).type();
    if (from != DataType.UNDEFINED && (type.bits() == 0 || from.bits() != type.bits())) {
      throw new IllegalArgumentException(
          "bits of " + from + " do not make " + type + ": the widths differ");
    }
    return List.of(inputs.get(0).withType(type));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    if (x.array().getClass() == y.array().getClass()) {
      Copies.all(x, y);
      extend(y);
      return;
    }
    for (int i = 0; i < x.size(); i++) {
      copy(x, i, y);
    }
  }

  private static void copy(Tensor x, int i, Tensor y) {
    switch (y.type()) {
      case FLOAT -> y.floats()[y.offset() + i] = Float.intBitsToFloat((int) x.longAt(i));
      case DOUBLE -> y.doubles()[y.offset() + i] = Double.longBitsToDouble(x.longAt(i));
      case INT32, UINT32 -> y.setLong(i, Float.floatToRawIntBits(x.floats()[x.offset() + i]));
      default -> y.setLong(i, Double.doubleToRawLongBits(x.doubles()[x.offset() + i]));
    }
  }

  /** Types below 8 bits are kept one a byte, extended as their sign prescribes. */
  private static void extend(Tensor y) {
    int unused = 8 - y.type().bits();
    if (unused <= 0) {
      return;
    }
    boolean signed = y.type().isInteger() && y.type().isSigned();
    byte[] bytes = y.bytes();
    for (int i = y.offset(); i < y.offset() + y.size(); i++) {
      int high = bytes[i] << (24 + unused);
      bytes[i] = (byte) (signed ? high >> (24 + unused) : high >>> (24 + unused));
    }
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
