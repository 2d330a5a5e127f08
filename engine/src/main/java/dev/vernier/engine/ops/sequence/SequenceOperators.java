package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.OperatorRegistry;

/** Operators on sequences of tensors and on optional values. */
public final class SequenceOperators {
  private SequenceOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("ConcatFromSequence", 11, ConcatFromSequence::new);
    registry.register("Optional", 15, context -> new Optional());
    registry.register("OptionalGetElement", 15, context -> new OptionalGetElement());
    registry.register("OptionalHasElement", 15, context -> new OptionalHasElement());
    registry.register("SequenceAt", 11, context -> new SequenceAt());
    registry.register("SequenceConstruct", 11, context -> new SequenceConstruct());
    registry.register("SequenceEmpty", 11, SequenceEmpty::new);
    registry.register("SequenceErase", 11, context -> new SequenceErase());
    registry.register("SequenceInsert", 11, context -> new SequenceInsert());
    registry.register("SequenceLength", 11, context -> new SequenceLength());
    registry.register("SequenceMap", 17, SequenceMap::new);
    registry.register("SplitToSequence", 11, SplitToSequence::new);
  }
}
