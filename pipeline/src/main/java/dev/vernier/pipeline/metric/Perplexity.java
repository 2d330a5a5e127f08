package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Perplexity of the right tokens: the exponential of the mean negative log-likelihood over all
 * tokens that count. The output is [1, positions, vocabulary], the target one token a position.
 */
final class Perplexity implements Metric {
  private static final int TOKENS = 0;

  private final Tokens tokens;
  private final Probabilities probabilities;

  Perplexity(ValidationConfig config) {
    this.tokens = new Tokens(config);
    this.probabilities = new Probabilities(config.annotation());
  }

  @Override
  public String name() {
    return "perplexity";
  }

  @Override
  public int counters() {
    return 1;
  }

  @Override
  public int sums() {
    return 2;
  }

  @Override
  public List<String> columns() {
    return tokens.columns();
  }

  @Override
  public void update(Outcome outcome, Tally tally) throws BadRowException {
    if (!tokens.areKnown()) {
      return;
    }
    long[] right = tokens.right(outcome);
    Tensor scores = outcome.referenceScores();
    boolean given = probabilities.areGiven(scores, 0, Tokens.vocabulary(scores), 1);
    double reference = loss(scores, right, given);
    double candidate = loss(outcome.candidateScores(), right, given);
    if (Double.isFinite(reference) && Double.isFinite(candidate)) {
      tally.count(TOKENS, java.util.Arrays.stream(right).filter(t -> t >= 0).count());
      tally.add(Paired.REFERENCE, reference);
      tally.add(Paired.CANDIDATE, candidate);
    }
  }

  private static double loss(Tensor scores, long[] right, boolean given) {
    int vocabulary = Tokens.vocabulary(scores);
    double loss = 0;
    for (int p = 0; p < right.length; p++) {
      if (right[p] >= 0) {
        double[] logs = Probabilities.logs(scores, given, p * vocabulary, vocabulary, 1);
        loss -= logs[(int) right[p]];
      }
    }
    return loss;
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    long count = tally.counted(TOKENS);
    if (count > 0) {
      double reference = StrictMath.exp(tally.sum(Paired.REFERENCE) / count);
      double candidate = StrictMath.exp(tally.sum(Paired.CANDIDATE) / count);
      Paired.lower(measures, name(), reference, candidate);
    }
    return measures;
  }
}
