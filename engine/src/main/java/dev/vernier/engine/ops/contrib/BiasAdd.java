package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;

/** The sum of a tensor, a bias along its last axis, and a residual. */
final class BiasAdd extends CompositeOperator {

  @Override
  public void expand(Expansion to) {
    String biased = to.add("Add", to.input(0), to.input(1));
    to.result(0, to.add("Add", biased, to.input(2)));
  }
}
