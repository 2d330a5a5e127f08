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

/** Moves channels into blocks of pixels, in depth-column-row or column-row-depth order. */
final class DepthToSpace implements Operator {
  private final int block;
  private final boolean depthFirst;

  DepthToSpace(NodeContext context) {
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
    int area = block * block;
    if (d[1] % area != 0) {
      throw new IllegalArgumentException(
          "blocks of " + area + " channels do not cut a shape of " + Dims.text(d));
    }
    int height = Shapes.dimension((long) d[2] * block);
    int width = Shapes.dimension((long) d[3] * block);
    return List.of(TensorFact.of(x.type(), d[0], d[1] / area, height, width));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    int channels = y.dim(1);
    int height = x.dim(2);
    int width = x.dim(3);
    int plane = height * width;
    int[] dims = {x.dim(0), channels, height, block, width, block};
    int blockRow = (depthFirst ? channels : 1) * block * plane;
    int blockColumn = (depthFirst ? channels : 1) * plane;
    int channel = depthFirst ? plane : block * block * plane;
    int[] read = {x.dim(1) * plane, channel, width, blockRow, 1, blockColumn};
    Copies.strided(dims, x, 0, read, y, 0, Dims.strides(dims));
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
