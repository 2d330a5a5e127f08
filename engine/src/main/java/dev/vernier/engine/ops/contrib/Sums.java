package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.Expansion;

/** Sums in which a term may be left out. */
final class Sums {
  private Sums() {}

  /** a + b, and + c unless that is empty. */
  static String add(Expansion to, String a, String b, String c) {
    String sum = to.add("Add", a, b);
    return c.isEmpty() ? sum : to.add("Add", sum, c);
  }
}
