package dev.vernier.engine.ops.signal;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Weights that turn a spectrum of dft_length / 2 + 1 bins into bands of the mel scale, mel(f) =
 * 2595 log10(1 + f / 700): triangles of height 1 between bins that lie evenly on that scale.
 */
final class MelWeightMatrix implements Operator {
  private final DataType type;

  MelWeightMatrix(NodeContext context) {
    type = DataType.of((int) context.node().intAttribute("output_datatype", 1));
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    Tensor bands = inputs.get(0).value();
    Tensor length = inputs.get(1).value();
    return List.of(
        bands == null || length == null
            ? TensorFact.unknown(type)
            : TensorFact.of(
                type,
                Shapes.dimension(length.longAt(0) / 2 + 1),
                Shapes.dimension(bands.longAt(0))));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    Copies.clear(y);
    int bands = y.dim(1);
    double low = mel(inputs[3].doubleAt(0));
    double step = (mel(inputs[4].doubleAt(0)) - low) / (bands + 2);
    double binsPerHertz = (inputs[1].longAt(0) + 1.0) / inputs[2].longAt(0);
    for (int band = 0; band < bands; band++) {
      int from = bin(low + band * step, binsPerHertz);
      int peak = bin(low + (band + 1) * step, binsPerHertz);
      int to = bin(low + (band + 2) * step, binsPerHertz);
      triangle(y, band, from, peak, to);
    }
  }

  private static double mel(double hertz) {
    return 2595 * StrictMath.log10(1 + hertz / 700);
  }

  private static int bin(double mel, double binsPerHertz) {
    double hertz = 700 * (StrictMath.pow(10, mel / 2595) - 1);
    return (int) Math.floor(hertz * binsPerHertz);
  }

  private static void triangle(Tensor y, int band, int from, int peak, int to) {
    int rows = y.dim(0);
    for (int bin = Math.max(0, from); bin < Math.min(peak, rows); bin++) {
      set(y, bin, band, (double) (bin - from) / (peak - from));
    }
    set(y, peak, band, 1);
    for (int bin = Math.max(0, peak + 1); bin < Math.min(to, rows); bin++) {
      set(y, bin, band, (double) (to - bin) / (to - peak));
    }
  }

  /** Bins beyond the spectrum have no row. */
  private static void set(Tensor y, int bin, int band, double weight) {
    if (bin >= 0 && bin < y.dim(0)) {
      y.setDouble(bin * y.dim(1) + band, weight);
    }
  }

  @Override
  public Tolerance tolerance() {
    return new Tolerance(1e-6f, 1e-6f);
  }
}
