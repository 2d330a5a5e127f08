package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;

/** Gelu of a sum with a bias along the last axis. */
final class BiasGelu extends CompositeOperator {

  @Override
  public void expand(Expansion to) {
    to.result(0, to.add("Gelu", to.add("Add", to.input(0), to.input(1))));
  }
}
