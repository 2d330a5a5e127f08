package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.Dims;
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
 * Gather from data quantized in blocks, of which only what is gathered is turned into numbers.
 * UINT8 data hold codes of the given number of bits, packed along the last axis. Source: schema of
 * ONNX Runtime (docs/ContribOperators.md).
 */
final class GatherBlockQuantized implements Operator {
  private final long gatherAxis;
  private final long quantizeAxis;
  private final int block;
  private final PackedBits bits;

  GatherBlockQuantized(NodeContext context) {
    gatherAxis = context.node().intAttribute("gather_axis", 0);
    quantizeAxis = context.node().intAttribute("quantize_axis", 1);
    block = (int) context.node().intAttribute("block_size", 128);
    bits = new PackedBits((int) context.node().intAttribute("bits", 4));
  }

  /** The shape of the data in codes. */
  private int[] codes(DataType type, int[] dims) {
    int[] result = dims.clone();
    if (type == DataType.UINT8) {
      result[dims.length - 1] *= bits.perByte();
    }
    return result;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact data = inputs.get(0);
    TensorFact indices = inputs.get(1);
    DataType type = inputs.get(2).type();
    if (!data.hasDims() || !indices.hasDims()) {
      return List.of(TensorFact.unknown(type));
    }
    Require.rank(inputs, 0, 1, Integer.MAX_VALUE);
    Require.rank(inputs, 2, data.rank(), data.rank());
    int[] from = codes(data.type(), data.dims());
    int axis = Dims.axis(gatherAxis, from.length);
    int[] dims = new int[from.length - 1 + indices.rank()];
    System.arraycopy(from, 0, dims, 0, axis);
    System.arraycopy(indices.dims(), 0, dims, axis, indices.rank());
    System.arraycopy(from, axis + 1, dims, axis + indices.rank(), from.length - axis - 1);
    return List.of(TensorFact.of(type, dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    int[] dims = codes(inputs[0].type(), inputs[0].dims());
    int axis = Dims.axis(gatherAxis, dims.length);
    int inner = Dims.strides(dims)[axis];
    int outer = Dims.size(dims) / Math.max(1, inner * dims[axis]);
    Blocks blocks = new Blocks(inputs, dims);
    int to = 0;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inputs[1].size(); i++) {
        long index = inputs[1].longAt(i);
        int at = (int) (index < 0 ? index + dims[axis] : index);
        if (at < 0 || at >= dims[axis]) {
          throw new IllegalArgumentException("index " + index + " of an axis of " + dims[axis]);
        }
        for (int j = 0; j < inner; j++) {
          outputs[0].setDouble(to++, blocks.number((o * dims[axis] + at) * inner + j));
        }
      }
    }
  }

  /** Codes with their blocks' scales and zero points. */
  private final class Blocks {
    private final Tensor data;
    private final Tensor scales;
    private final Tensor zeros;
    private final int length;
    private final int inner;
    private final int count;
    private final int last;

    Blocks(Tensor[] inputs, int[] dims) {
      data = inputs[0];
      scales = inputs[2];
      zeros = Facts.optional(inputs, 3);
      int axis = Dims.axis(quantizeAxis, dims.length);
      length = dims[axis];
      inner = Dims.strides(dims)[axis];
      count = (length + block - 1) / block;
      last = scales.dim(-1);
    }

    float number(int i) {
      int group = i / inner / length * count + i / inner % length / block;
      int scale = group * inner + i % inner;
      return (code(data, i) - zero(scale)) * (float) scales.doubleAt(scale);
    }

    private long code(Tensor codes, int i) {
      return codes.type() == DataType.UINT8 ? bits.code(codes, 0, i) : codes.longAt(i);
    }

    private long zero(int scale) {
      boolean bytes = data.type() == DataType.UINT8;
      if (zeros == null) {
        return bytes ? bits.middle() : 0;
      }
      return bytes
          ? bits.code(zeros, scale / last * bits.bytes(last), scale % last)
          : zeros.longAt(scale);
    }
  }
}
