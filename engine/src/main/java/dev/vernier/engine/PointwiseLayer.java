package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ChannelsLastStep;
import dev.vernier.engine.channelslast.UnaryStep;
import dev.vernier.onnx.DataType;

/** A layout-free operator on a whole image buffer at once, whose borders are zeroed again after. */
final class PointwiseLayer implements LayerStep.Layer {
  private final Operator operator;
  private final Tensor[] inputs;
  private final Tensor[] outputs = new Tensor[1];
  private final boolean sameGeometry;
  private final int size;
  private final ChannelsLastStep copy;
  private final ChannelsLastStep zeroBorders;
  private Tensor source;
  private Tensor target;

  /**
   * @param constants inputs of the operator; the first is ignored
   */
  PointwiseLayer(
      Operator operator, Tensor[] constants, ChannelsLastShape from, ChannelsLastShape to) {
    this.operator = operator;
    this.inputs = constants.clone();
    this.sameGeometry = from.equals(to);
    this.size = to.floats();
    this.copy = new UnaryStep(from, to, (x, xo, y, yo, n) -> System.arraycopy(x, xo, y, yo, n));
    this.zeroBorders = new UnaryStep(to, to, (x, xo, y, yo, n) -> {});
  }

  @Override
  public void run(Place[] ins, Place out, SessionWorkspace workspace) {
    target = flat(target, out);
    if (sameGeometry) {
      source = flat(source, ins[0]);
    } else {
      copy.run(ins[0].floats, ins[0].base, out.floats, out.base);
      source = target;
    }
    inputs[0] = source;
    outputs[0] = target;
    operator.eval(inputs, outputs, workspace);
    zeroBorders.run(out.floats, out.base, out.floats, out.base);
  }

  private Tensor flat(Tensor known, Place place) {
    return known != null && known.array() == place.floats && known.offset() == place.base
        ? known
        : Tensor.wrap(DataType.FLOAT, place.floats, place.base, size);
  }
}
