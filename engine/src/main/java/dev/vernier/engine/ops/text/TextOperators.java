package dev.vernier.engine.ops.text;

import dev.vernier.engine.OperatorRegistry;

/** Operators on tokens. */
public final class TextOperators {
  private TextOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("TfIdfVectorizer", 1, TfIdfVectorizer::new);
  }
}
