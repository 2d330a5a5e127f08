package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;

/** The index of the smallest element along an axis. */
final class ArgMin extends ArgSearch {
  ArgMin(NodeContext context) {
    super(context);
  }

  @Override
  boolean better(int candidateAgainstBest) {
    return candidateAgainstBest < 0;
  }
}
