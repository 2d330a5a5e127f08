package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Share of tokens that get the highest score of their position, in percent. */
final class TokenAccuracy implements Metric {
  private static final int TOKENS = 2;

  private final Tokens tokens;

  TokenAccuracy(ValidationConfig config) {
    this.tokens = new Tokens(config);
  }

  @Override
  public String name() {
    return "token-accuracy";
  }

  @Override
  public int counters() {
    return 3;
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
    tally.count(TOKENS, java.util.Arrays.stream(right).filter(t -> t >= 0).count());
    tally.count(Paired.REFERENCE, hits(outcome.referenceScores(), right));
    tally.count(Paired.CANDIDATE, hits(outcome.candidateScores(), right));
  }

  private static long hits(Tensor scores, long[] right) {
    int vocabulary = Tokens.vocabulary(scores);
    long hits = 0;
    for (int p = 0; p < right.length; p++) {
      boolean hit = right[p] >= 0 && Scores.best(scores, p * vocabulary, vocabulary, 1) == right[p];
      hits += hit ? 1 : 0;
    }
    return hits;
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    double count = tally.counted(TOKENS);
    if (count > 0) {
      double reference = 100 * tally.counted(Paired.REFERENCE) / count;
      Paired.higher(measures, name(), reference, 100 * tally.counted(Paired.CANDIDATE) / count);
    }
    return measures;
  }
}
