package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Scatter;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.Node;
import java.util.List;

/**
 * Puts the columns of a matrix back as blocks of an image and adds where blocks overlap: (N, C *
 * block, blocks) gives (N, C, d...). What falls into the padding is dropped.
 */
final class Col2Im implements Operator {
  private final Node node;

  Col2Im(NodeContext context) {
    node = context.node();
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    Tensor image = inputs.get(1).value();
    Tensor block = inputs.get(2).value();
    if (!x.hasDims() || image == null || block == null) {
      return List.of(TensorFact.unknown(x.type()));
    }
    Require.rank(inputs, 1, 1, 1);
    Require.size(inputs, 2, image.size());
    requireAttributes(image.size());
    int[] shape = Dims.ofLongs(image.toLongs());
    int[] blocks = blocks(shape, block.toLongs());
    int size = Dims.size(Dims.ofLongs(block.toLongs()));
    if (x.rank() != 3 || x.dims()[1] % size != 0 || x.dims()[2] != Dims.size(blocks)) {
      throw new IllegalArgumentException(
          "columns "
              + Dims.text(x.dims())
              + ": expected a multiple of "
              + size
              + " rows and "
              + Dims.size(blocks)
              + " blocks");
    }
    int[] dims = new int[shape.length + 2];
    dims[0] = x.dims()[0];
    dims[1] = x.dims()[1] / size;
    System.arraycopy(shape, 0, dims, 2, shape.length);
    return List.of(TensorFact.of(x.type(), dims));
  }

  private void requireAttributes(int axes) {
    requireLength("dilations", axes);
    requireLength("strides", axes);
    requireLength("pads", 2 * axes);
    for (long stride : node.intsAttribute("strides")) {
      if (stride < 1) {
        throw new IllegalArgumentException("attribute strides has " + stride + ": expected > 0");
      }
    }
  }

  private void requireLength(String attribute, int length) {
    int given = node.intsAttribute(attribute).length;
    if (given != 0 && given != length) {
      throw new IllegalArgumentException(
          "attribute " + attribute + " has " + given + " values: expected " + length);
    }
  }

  private int[] blocks(int[] image, long[] block) {
    int[] blocks = new int[image.length];
    for (int i = 0; i < blocks.length; i++) {
      long extent = (block[i] - 1) * given("dilations", i, 1) + 1;
      long padded = image[i] + given("pads", i, 0) + given("pads", image.length + i, 0);
      blocks[i] = Shapes.dimension((padded - extent) / given("strides", i, 1) + 1);
    }
    return blocks;
  }

  private long given(String attribute, int i, long absent) {
    long[] values = node.intsAttribute(attribute);
    return values.length == 0 ? absent : values[i];
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    Copies.clear(y);
    int[] image = Dims.ofLongs(inputs[1].toLongs());
    int[] block = Dims.ofLongs(inputs[2].toLongs());
    int[] blocks = blocks(image, inputs[2].toLongs());
    int[] tap = new int[block.length];
    int[] at = new int[block.length];
    int plane = Dims.size(image);
    int columns = x.dim(2);
    int taps = Dims.size(block);
    for (int row = 0; row < x.dim(0) * x.dim(1); row++) {
      for (int column = 0; column < columns; column++) {
        int to = position(tap, at, image);
        if (to >= 0) {
          Scatter.ADD.apply(x, row * columns + column, y, row / taps * plane + to, 1);
        }
        Indices.advance(at, blocks);
      }
      Indices.advance(tap, block);
    }
  }

  /** Where in the image a tap of a block lies, or -1 outside. */
  private int position(int[] tap, int[] block, int[] image) {
    int to = 0;
    for (int i = 0; i < image.length; i++) {
      long at =
          block[i] * given("strides", i, 1)
              - given("pads", i, 0)
              + tap[i] * given("dilations", i, 1);
      if (at < 0 || at >= image[i]) {
        return -1;
      }
      to = to * image[i] + (int) at;
    }
    return to;
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
