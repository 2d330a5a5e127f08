package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link CodeMap} of every element; with a map a channel, channels lie on axis 1. Output 0 is the
 * codes, output 1 the numbers they stand for.
 */
final class IntegerMap implements Operator {
  private final CodeMap map;

  IntegerMap(CodeMap map) {
    this.map = map;
  }

  CodeMap map() {
    return map;
  }

  /** Whether a tensor of these dimensions has the map's channels. */
  boolean fits(int[] dims) {
    return map.channels() == 1 || (dims.length > 1 && dims[1] == map.channels());
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (x.hasDims() && !fits(x.dims())) {
      throw new IllegalArgumentException(
          "expected " + map.channels() + " channels on axis 1, got shape " + Dims.text(x.dims()));
    }
    int[] dims = x.hasDims() ? x.dims() : null;
    return List.of(
        new TensorFact(map.out().type(), dims, null), new TensorFact(DataType.FLOAT, dims, null));
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean[] proven = new boolean[outputs.size()];
    Arrays.fill(proven, inputCarries[0]);
    return proven;
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor codes =
        outputs[0] != null
            ? outputs[0]
            : Tensor.wrap(map.out().type(), workspace.bytes(x.size()), 0, x.dims());
    int plane = map.channels() == 1 ? x.size() : Dims.strides(x.dimsInternal())[1];
    for (int from = 0; from < x.size(); from += plane) {
      int channel = from / plane % map.channels();
      map.apply(channel, x.bytes(), x.offset() + from, codes.bytes(), codes.offset() + from, plane);
    }
    if (outputs.length > 1 && outputs[1] != null) {
      CodeParameters out = map.out();
      workspace
          .kernels()
          .dequantize(
              codes.bytes(),
              codes.offset(),
              out.unsigned(),
              outputs[1].floats(),
              outputs[1].offset(),
              x.size(),
              out.scale(),
              out.zeroPoint());
    }
  }
}
