package dev.vernier.pipeline.metric;

import dev.vernier.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Mean over rows of the cosine of the angle between both models' floating-point outputs, all of a
 * row taken as one vector. Rows on which the cosine does not exist (an output is not finite, or all
 * zeros) do not count.
 */
final class Cosine implements Metric {
  private static final int ROWS = 0;
  private static final int COSINE = 0;

  @Override
  public String name() {
    return "cosine";
  }

  @Override
  public int counters() {
    return 1;
  }

  @Override
  public int sums() {
    return 1;
  }

  @Override
  public void update(Outcome outcome, Tally tally) {
    double dot = 0;
    double reference = 0;
    double candidate = 0;
    for (int i = 0; i < outcome.reference().size(); i++) {
      Tensor r = outcome.reference().get(i);
      Tensor c = outcome.candidate().get(i);
      for (int k = 0; r.type().isFloatingPoint() && k < r.size(); k++) {
        dot += r.doubleAt(k) * c.doubleAt(k);
        reference += r.doubleAt(k) * r.doubleAt(k);
        candidate += c.doubleAt(k) * c.doubleAt(k);
      }
    }
    double cosine = Sqnr.cosine(dot, reference, candidate);
    if (Double.isFinite(cosine)) {
      tally.count(ROWS);
      tally.add(COSINE, cosine);
    }
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    if (tally.counted(ROWS) > 0) {
      double cosine = tally.sum(COSINE) / tally.counted(ROWS);
      measures.put(name(), cosine);
      measures.put("drop." + name(), 1 - cosine);
    }
    return measures;
  }
}
