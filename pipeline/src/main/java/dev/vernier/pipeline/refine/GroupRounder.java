package dev.vernier.pipeline.refine;

import dev.vernier.quantize.refine.LayerRounding;
import dev.vernier.quantize.refine.LayerSums;
import dev.vernier.quantize.refine.WeightRounding;
import java.util.Arrays;

/** Gathers, for one group of a layer, the sums that its weights are rounded by. */
final class GroupRounder {
  private final LayerShape shape;
  private final PositionBlocks blocks;
  private final PassBand band;

  /** Weights as they are so far, inputs first. */
  private final float[] weights;

  /** What is added to the outputs, so that they have the mean of those wanted. */
  private final double[] offsets;

  /**
   * A rounder of a group.
   *
   * @param band what follows the layer
   */
  GroupRounder(LayerShape shape, PositionBlocks blocks, PassBand band) {
    this.shape = shape;
    this.blocks = blocks;
    this.band = band;
    this.weights = new float[shape.inputs() * shape.outputs()];
    this.offsets = new double[shape.outputs()];
  }

  /** Sets a weight of an output, for inputs in codes. */
  void put(int output, int input, double weight) {
    weights[input * shape.outputs() + output] = (float) weight;
  }

  /** How the weights of some inputs, {@code from} to {@code to}, are to be rounded. */
  LayerRounding rounding(WeightRounding rounding, int from, int to) {
    return rounding == WeightRounding.RECONSTRUCTION ? closing(from, to) : keeping(from, to);
  }

  private LayerRounding keeping(int from, int to) {
    LayerSums sums = new LayerSums(to - from, 0);
    blocks.forEach(
        (sample, x, y, count) ->
            sums.add(part(x, count, from, to), new double[0], new double[0], count));
    return LayerRounding.keeping(sums);
  }

  private LayerRounding closing(int from, int to) {
    int outputs = shape.outputs();
    LayerSums[] halves = {new LayerSums(to - from, outputs), new LayerSums(to - from, outputs)};
    double[] shares = new double[PositionBlocks.BLOCK * outputs];
    center();
    blocks.forEach(
        (sample, x, y, count) -> {
          gaps(x, y, shares, count);
          halves[sample % 2].add(part(x, count, from, to), y, shares, count);
        });
    double trust = trust(halves, from);
    LayerSums all = halves[0];
    all.add(halves[1]);
    double[][] moves = trust == 0 ? new double[0][] : LayerRounding.closing(all);
    for (double[] move : moves) {
      for (int i = 0; i < move.length; i++) {
        move[i] *= trust;
      }
    }
    return LayerRounding.moving(all, moves);
  }

  /**
   * How much of the move that one half of the samples calls for is best on the other: that share
   * with which outputs, after the activation and with their means kept, come nearest to those
   * wanted.
   */
  private double trust(LayerSums[] halves, int from) {
    ShareSearch[] searches = new ShareSearch[2];
    for (int half = 0; half < 2; half++) {
      searches[half] =
          new ShareSearch(LayerRounding.closing(halves[1 - half]), from, halves[half], band);
    }
    double[] given = new double[shape.outputs()];
    blocks.forEach(
        (sample, x, y, count) -> {
          for (int r = 0; r < count; r++) {
            product(x, r * shape.inputs(), given);
            searches[sample % 2].add(x, r * shape.inputs(), given, y, r * given.length);
          }
        });
    return ShareSearch.best(searches[0], searches[1]);
  }

  private void center() {
    double[] inputs = new double[shape.inputs()];
    long[] count = new long[1];
    Arrays.fill(offsets, 0);
    blocks.forEach(
        (sample, x, y, size) -> {
          addRows(x, inputs, size);
          addRows(y, offsets, size);
          count[0] += size;
        });
    for (int n = 0; n < offsets.length; n++) {
      double sum = offsets[n];
      for (int i = 0; i < inputs.length; i++) {
        sum -= weights[i * offsets.length + n] * inputs[i];
      }
      offsets[n] = sum / count[0];
    }
  }

  private static void addRows(double[] rows, double[] sums, int count) {
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += rows[r * sums.length + i];
      }
    }
  }

  /** Turns the outputs wanted into what the activation lets through of what is missing. */
  private void gaps(double[] x, double[] y, double[] shares, int count) {
    int width = shape.outputs();
    double[] given = new double[width];
    for (int r = 0; r < count; r++) {
      product(x, r * shape.inputs(), given);
      for (int n = 0; n < width; n++) {
        int at = r * width + n;
        double missing = y[at] - given[n];
        double kept = band.value((float) y[at]) - band.value((float) given[n]);
        shares[at] = missing == 0 ? band.slope((float) given[n]) : kept / missing;
        y[at] = kept;
      }
    }
  }

  private void product(double[] x, int at, double[] given) {
    System.arraycopy(offsets, 0, given, 0, given.length);
    for (int i = 0; i < shape.inputs(); i++) {
      double value = x[at + i];
      for (int n = 0; n < given.length && value != 0; n++) {
        given[n] += value * weights[i * given.length + n];
      }
    }
  }

  private double[] part(double[] x, int count, int from, int to) {
    if (to - from == shape.inputs()) {
      return x;
    }
    double[] part = new double[LayerSums.padded(count) * (to - from)];
    for (int r = 0; r < count; r++) {
      System.arraycopy(x, r * shape.inputs() + from, part, r * (to - from), to - from);
    }
    return part;
  }
}
