package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;

/** The index of the largest element along an axis. */
final class ArgMax extends ArgSearch {
  ArgMax(NodeContext context) {
    super(context);
  }

  @Override
  boolean better(int candidateAgainstBest) {
    return candidateAgainstBest > 0;
  }
}
