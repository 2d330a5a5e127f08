package dev.vernier.stats;

import java.util.function.Function;

/** Every kind of state, with its permanent id. Ids are part of the format and never reused. */
public enum StateFamily {
  /** {@link HistogramSketch}. */
  HISTOGRAM(1, HistogramSketch.empty(), HistogramBytes::decode),
  /** {@link PerSampleState}. */
  PER_SAMPLE(2, PerSampleState.empty(), PerSampleState::decode),
  /** {@link PerChannelState}. */
  PER_CHANNEL(3, PerChannelState.empty(), PerChannelState::decode);

  private final int id;
  private final MergeableState<?> empty;
  private final Function<byte[], ? extends MergeableState<?>> decoder;

  StateFamily(
      int id, MergeableState<?> empty, Function<byte[], ? extends MergeableState<?>> decoder) {
    this.id = id;
    this.empty = empty;
    this.decoder = decoder;
  }

  public int id() {
    return id;
  }

  /** The identity of the family's merge. */
  public MergeableState<?> empty() {
    return empty;
  }

  /** Merges two states of this family. */
  public MergeableState<?> merge(MergeableState<?> left, MergeableState<?> right) {
    return mergeUnchecked(require(left), require(right));
  }

  /** Reads a state of any family from its bytes. */
  public static MergeableState<?> decode(byte[] bytes) {
    return of(Preamble.familyId(bytes)).decoder.apply(bytes);
  }

  /** The family of an id; an id that none has is reported as probable corruption. */
  public static StateFamily of(int id) {
    for (StateFamily family : values()) {
      if (family.id == id) {
        return family;
      }
    }
    throw new StateFormatException(
        "state: family id " + id + " is unknown: the bytes are corrupt or of a newer version");
  }

  private MergeableState<?> require(MergeableState<?> state) {
    if (state.family() != this) {
      throw new IllegalArgumentException("expected a " + this + " state, not " + state.family());
    }
    return state;
  }

  @SuppressWarnings("unchecked")
  private static <S extends MergeableState<S>> S mergeUnchecked(
      MergeableState<?> left, MergeableState<?> right) {
    return ((S) left).merge((S) right);
  }
}
