package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import java.util.List;

/** Scores of a vocabulary at every position of a sequence, [1, positions, vocabulary]. */
final class Tokens {
  private final Target target;

  Tokens(ValidationConfig config) {
    this.target = new Target(config.annotation());
  }

  List<String> columns() {
    return target.columns();
  }

  boolean areKnown() {
    return target.isKnown();
  }

  /** The right token of every position; -1 where none counts. */
  long[] right(Outcome outcome) throws BadRowException {
    Tensor scores = outcome.referenceScores();
    if (scores.rank() < 2) {
      throw new BadRowException(
          "an output of one number or one axis has no tokens; expected [1, positions, vocabulary]");
    }
    int vocabulary = vocabulary(scores);
    int positions = scores.size() / vocabulary;
    long[] right =
        target.isFree() ? best(scores, positions, vocabulary) : target.classes(outcome, positions);
    for (int p = 0; p < positions; p++) {
      if (target.ignores(right[p])) {
        right[p] = -1;
      } else if (right[p] < 0 || right[p] >= vocabulary) {
        throw target.bad("token " + right[p] + " of a vocabulary of " + vocabulary);
      }
    }
    return right;
  }

  static int vocabulary(Tensor scores) {
    return scores.dim(scores.rank() - 1);
  }

  private static long[] best(Tensor scores, int positions, int vocabulary) {
    long[] best = new long[positions];
    for (int p = 0; p < positions; p++) {
      best[p] = Scores.best(scores, p * vocabulary, vocabulary, 1);
    }
    return best;
  }
}
