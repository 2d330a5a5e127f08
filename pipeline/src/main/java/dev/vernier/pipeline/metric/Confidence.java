package dev.vernier.pipeline.metric;

import dev.vernier.conf.AnnotationConfig;
import dev.vernier.engine.Tensor;

/** Turns the floating-point model's scores into labels where it is sure enough. */
public final class Confidence {
  private final Probabilities probabilities;
  private final double least;

  /** The least probability is {@code annotation.min-confidence}. */
  public Confidence(AnnotationConfig config) {
    this.probabilities = new Probabilities(config);
    this.least = config.minConfidence();
  }

  /** The class with the highest score; -1 if its probability is too low. */
  public long confidentClass(Tensor scores) {
    int best = Scores.best(scores);
    double[] logs = Probabilities.logs(scores, probabilities.areGiven(scores));
    return StrictMath.exp(logs[best]) >= least ? best : -1;
  }
}
