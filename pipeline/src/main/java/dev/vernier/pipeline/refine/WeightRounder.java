package dev.vernier.pipeline.refine;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.plan.RoundedWeight;
import dev.vernier.quantize.refine.LayerRounding;
import dev.vernier.quantize.refine.WeightRounding;

/**
 * Finds the codes of a layer's weight. Where outputs sum over many inputs, these are taken in
 * parts, one after the other, each making up for what those before it have left.
 */
final class WeightRounder {
  /** Inputs taken at once: five square matrices of them are held, at most 53 MB. */
  private static final int MOST_INPUTS = 1152;

  private final LayerShape shape;
  private final LayerSamples samples;
  private final PassBand band;
  private final WeightRounding rounding;

  /**
   * A rounder of a layer.
   *
   * @param band what follows the layer
   * @param rounding any but to the nearest
   */
  WeightRounder(LayerShape shape, LayerSamples samples, PassBand band, WeightRounding rounding) {
    this.shape = shape;
    this.samples = samples;
    this.band = band;
    this.rounding = rounding;
  }

  /**
   * The weight with other codes.
   *
   * @param weight in floating point, as it is stored
   * @param nearest its codes so far, whose scales and zero points are kept
   * @param range codes in use
   */
  RoundedWeight round(float[] weight, RoundedWeight nearest, IntegerRange range) {
    RoundedWeight found =
        new RoundedWeight(nearest.codes().clone(), nearest.scales(), nearest.zeroPoints());
    for (int group = 0; group < shape.groups(); group++) {
      round(group, weight, found, range);
    }
    return found;
  }

  private void round(int group, float[] weight, RoundedWeight found, IntegerRange range) {
    GroupRounder rounder = new GroupRounder(shape, new PositionBlocks(shape, samples, group), band);
    for (int n = 0; n < shape.outputs(); n++) {
      double[] values = weights(group, n, 0, shape.inputs(), weight);
      for (int i = 0; i < values.length; i++) {
        rounder.put(n, i, values[i]);
      }
    }
    for (int from = 0; from < shape.inputs(); from += MOST_INPUTS) {
      int to = Math.min(shape.inputs(), from + MOST_INPUTS);
      LayerRounding part = rounder.rounding(rounding, from, to);
      for (int n = 0; n < shape.outputs(); n++) {
        double[] wanted = weights(group, n, from, to, weight);
        int cell = found.scales().length == 1 ? 0 : group * shape.outputs() + n;
        double scale = samples.step() * found.scales()[cell];
        int zero = found.zeroPoints()[cell];
        int[] codes = part.round(n, wanted, scale, zero, range);
        for (int i = 0; i < codes.length; i++) {
          found.codes()[shape.index(group, n, from + i)] = (byte) codes[i];
          rounder.put(n, from + i, scale * (codes[i] - zero));
        }
      }
    }
  }

  /** Some weights of an output, for inputs in codes. */
  private double[] weights(int group, int output, int from, int to, float[] weight) {
    double[] values = new double[to - from];
    for (int i = 0; i < values.length; i++) {
      values[i] = samples.step() * weight[shape.index(group, output, from + i)];
    }
    return values;
  }

  /** What rounding the largest layer of a model holds beside the samples, about. */
  static long bytes(OnnxModel prepared) {
    long most = 0;
    for (Node node : prepared.graph().nodes()) {
      TensorData weight = prepared.graph().initializers().get(node.input(1));
      if (weight != null && (node.is("Conv") || node.is("Gemm")) && weight.rank() > 1) {
        most = Math.max(most, bytes(LayerShape.of(node, weight.dims())));
      }
    }
    return most;
  }

  private static long bytes(LayerShape shape) {
    long inputs = Math.min(shape.inputs(), MOST_INPUTS);
    long matrices = Double.BYTES * inputs * (5 * inputs + 4L * shape.outputs());
    long block = 3L * Double.BYTES * PositionBlocks.BLOCK * (shape.inputs() + shape.outputs());
    return matrices + block + (long) Float.BYTES * shape.inputs() * shape.outputs();
  }
}
