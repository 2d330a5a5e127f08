package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * The numbers of a matrix of K by N whose columns are stored as blocks of packed codes: (code -
 * zero point) * scale, rounded once. Zero points are packed like codes, or numbers; without them
 * the middle of the codes is meant. With group indices a row of K names its block's scale.
 */
final class DequantizeBlocks implements Operator {
  private final int k;
  private final int n;
  private final int block;
  private final PackedBits packed;

  DequantizeBlocks(NodeContext context) {
    k = (int) context.node().intAttribute("K", 0);
    n = (int) context.node().intAttribute("N", 0);
    block = (int) context.node().intAttribute("block_size", 0);
    packed = new PackedBits((int) context.node().intAttribute("bits", 4));
    if (k < 1 || n < 1 || block < 1) {
      throw new IllegalArgumentException(
          "attributes K, N and block_size must be positive, found " + k + ", " + n + ", " + block);
    }
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(TensorFact.of(inputs.get(1).type(), k, n));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor groups = Facts.optional(inputs, 3);
    int blocks = (k + block - 1) / block;
    int blob = packed.bytes(block);
    if (inputs[0].size() != n * blocks * blob || inputs[1].size() != n * blocks) {
      throw new IllegalArgumentException(
          "weights "
              + inputs[0]
              + " and scales "
              + inputs[1]
              + " do not hold "
              + n
              + " columns of "
              + blocks
              + " blocks");
    }
    for (int column = 0; column < n; column++) {
      for (int row = 0; row < k; row++) {
        int code = packed.code(inputs[0], (column * blocks + row / block) * blob, row % block);
        int group = groups == null ? row / block : (int) groups.longAt(row);
        float zero = zero(Facts.optional(inputs, 2), column, group, blocks);
        float scale = (float) inputs[1].doubleAt(column * blocks + group);
        outputs[0].setDouble(row * n + column, (code - zero) * scale);
      }
    }
  }

  private float zero(Tensor zeros, int column, int group, int blocks) {
    if (zeros == null) {
      return packed.middle();
    }
    return zeros.type() == DataType.UINT8
        ? packed.code(zeros, column * packed.bytes(blocks), group)
        : (float) zeros.doubleAt(column * blocks + group);
  }
}
