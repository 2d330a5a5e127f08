package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.List;

/** Moves blocks of pixels into channels, in depth-column-row or column-row-depth order. */
final class SpaceToDepth implements Operator {
  private final int block;
  private final boolean depthFirst;

  SpaceToDepth(NodeContext context) {
    block = Require.within(context.node(), "blocksize", 1, 1, 1 << 15);
    depthFirst = context.node().stringAttribute("mode", "DCR").equals("DCR");
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!x.hasDims()) {
      return List.of(x.withType(x.type()));
    }
    Require.rank(inputs, 0, 4, 4);
    int[] d = x.dims();
    if (d[2] % block != 0 || d[3] % block != 0) {
      throw new IllegalArgumentException(
          "blocks of " + block + " do not cut an image of shape " + Dims.text(d));
    }
    int area = block * block;
    return List.of(
        TensorFact.of(
            x.type(), d[0], Shapes.dimension((long) d[1] * area), d[2] / block, d[3] / block));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    int channels = x.dim(1);
    int height = y.dim(2);
    int width = y.dim(3);
    int row = x.dim(3);
    int plane = x.dim(2) * row;
    int[] dims = {x.dim(0), block, block, channels, height, width};
    int[] read = {channels * plane, row, 1, plane, block * row, block};
    int area = height * width;
    int blockStep = depthFirst ? channels * area : area;
    int[] write = {
      channels * block * block * area,
      block * blockStep,
      blockStep,
      depthFirst ? area : block * block * area,
      width,
      1
    };
    Copies.strided(dims, x, 0, read, y, 0, write);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
