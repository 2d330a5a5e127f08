package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;

/** x / 2 (1 + erf(x / sqrt 2)). */
final class Gelu extends CompositeOperator {

  @Override
  public void expand(Expansion to) {
    to.result(0, to.add("Gelu", to.input(0)));
  }
}
