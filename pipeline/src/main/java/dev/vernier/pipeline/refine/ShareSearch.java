package dev.vernier.pipeline.refine;

import dev.vernier.quantize.refine.LayerSums;

/** Tries how much of a move of weights is best on positions that did not call for it. */
final class ShareSearch {
  /** The shares tried are multiples of one part. */
  private static final int PARTS = 8;

  /** What is added to the weights, inputs first. */
  private final double[] moves;

  /** What is added to outputs so that moving keeps their means. */
  private final double[] offsets;

  private final int from;
  private final PassBand band;
  private final double[] errors = new double[PARTS + 1];
  private final double[] moved;

  /**
   * A search without positions.
   *
   * @param moves by output, what is added to the weights of inputs {@code from} and up
   * @param seen sums over the positions that will be added
   */
  ShareSearch(double[][] moves, int from, LayerSums seen, PassBand band) {
    int outputs = moves.length;
    int inputs = outputs == 0 ? 0 : moves[0].length;
    this.moves = new double[inputs * outputs];
    this.offsets = new double[outputs];
    this.moved = new double[outputs];
    this.from = from;
    this.band = band;
    for (int n = 0; n < outputs; n++) {
      for (int i = 0; i < inputs; i++) {
        this.moves[i * outputs + n] = moves[n][i];
        offsets[n] -= moves[n][i] * seen.mean(i);
      }
    }
  }

  /** Adds a position with its inputs, outputs without the move and outputs wanted. */
  void add(double[] x, int at, double[] given, double[] y, int yAt) {
    int outputs = offsets.length;
    System.arraycopy(offsets, 0, moved, 0, outputs);
    for (int i = 0; i < moves.length / outputs; i++) {
      double value = x[at + from + i];
      for (int n = 0; n < outputs && value != 0; n++) {
        moved[n] += value * moves[i * outputs + n];
      }
    }
    for (int n = 0; n < outputs; n++) {
      double wanted = band.value((float) y[yAt + n]);
      for (int part = 0; part <= PARTS; part++) {
        double error = wanted - band.value((float) (given[n] + moved[n] * part / PARTS));
        errors[part] += error * error;
      }
    }
  }

  /** The share with the least error of both; of equal ones the smallest. */
  static double best(ShareSearch first, ShareSearch second) {
    int best = 0;
    for (int part = 1; part <= PARTS; part++) {
      double error = first.errors[part] + second.errors[part];
      best = error < first.errors[best] + second.errors[best] ? part : best;
    }
    return (double) best / PARTS;
  }
}
