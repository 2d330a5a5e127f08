package dev.vernier.stats;

/**
 * A summary of values as an immutable value. Merging is commutative and associative and has the
 * family's empty state as its identity; two states are equal exactly when their bytes are.
 */
public interface MergeableState<S extends MergeableState<S>> {
  /** The state of everything that this state or the other one has seen. */
  S merge(S other);

  StateFamily family();

  /** The canonical bytes, as {@code docs/formats/state.md} draws them. */
  byte[] toBytes();

  /** Whether this is the identity of {@link #merge}. */
  boolean isEmpty();
}
