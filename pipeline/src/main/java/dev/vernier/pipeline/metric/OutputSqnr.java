package dev.vernier.pipeline.metric;

import dev.vernier.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signal to quantization noise of the floating-point outputs over all rows, in decibels. Within a
 * row the squares are summed in the order of the elements, across rows exactly. Rows on which an
 * output is not finite are counted apart.
 */
final class OutputSqnr implements Metric {
  private static final int ROWS = 0;
  private static final int NOT_FINITE = 1;
  private static final int SIGNAL = 0;
  private static final int NOISE = 1;

  @Override
  public String name() {
    return "sqnr";
  }

  @Override
  public int counters() {
    return 2;
  }

  @Override
  public int sums() {
    return 2;
  }

  @Override
  public void update(Outcome outcome, Tally tally) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < outcome.reference().size(); i++) {
      Tensor reference = outcome.reference().get(i);
      if (reference.type().isFloatingPoint()) {
        double[] row = Sqnr.sums(reference, outcome.candidate().get(i));
        signal += row[0];
        noise += row[1];
      }
    }
    boolean finite = Double.isFinite(signal) && Double.isFinite(noise);
    tally.count(finite ? ROWS : NOT_FINITE);
    if (finite) {
      tally.add(SIGNAL, signal);
      tally.add(NOISE, noise);
    }
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    if (tally.counted(ROWS) > 0) {
      measures.put(name(), Sqnr.decibels(tally.sum(SIGNAL), tally.sum(NOISE)));
    }
    if (tally.counted(NOT_FINITE) > 0) {
      measures.put("not-finite", (double) tally.counted(NOT_FINITE));
    }
    return measures;
  }
}
