package dev.vernier.stats;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a pass over data has collected: a state for each tensor, fold and family, and how many
 * samples each fold holds. An immutable value that merges; entries stand in canonical order (tensor
 * by UTF-8 bytes, fold, family id) and empty states are left out.
 */
public final class StateSet {
  private static final String WHAT = "state set";
  private static final StateSet EMPTY = new StateSet(new TreeMap<>(), new long[Folds.COUNT]);

  private final TreeMap<Key, MergeableState<?>> states;
  private final long[] samples;

  /** States over all folds that were asked for: every range method asks for the same. */
  private final Map<Whole, MergeableState<?>> merged = new ConcurrentHashMap<>();

  private record Whole(String tensor, StateFamily family) {}

  /** One state and what it is of. */
  public record Entry(String tensor, int fold, StateFamily family, MergeableState<?> state) {}

  private record Key(String tensor, int fold, StateFamily family) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::tensor, StateSet::compareUtf8)
            .thenComparingInt(Key::fold)
            .thenComparingInt(key -> key.family.id());

    Key {
      if (fold < 0 || fold >= Folds.COUNT) {
        throw new IllegalArgumentException("tensor '%s': no fold %d".formatted(tensor, fold));
      }
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private StateSet(TreeMap<Key, MergeableState<?>> states, long[] samples) {
    this.states = states;
    this.samples = samples;
  }

  public static StateSet empty() {
    return EMPTY;
  }

  /** The set of some entries, in any order; entries of the same key are merged. */
  public static StateSet of(List<Entry> entries, long[] samplesPerFold) {
    if (samplesPerFold.length != Folds.COUNT
        || Arrays.stream(samplesPerFold).anyMatch(n -> n < 0)) {
      throw new IllegalArgumentException(
          "expected %d sample counts, none negative, not %s"
              .formatted(Folds.COUNT, Arrays.toString(samplesPerFold)));
    }
    TreeMap<Key, MergeableState<?>> states = new TreeMap<>();
    for (Entry entry : entries) {
      put(states, new Key(entry.tensor, entry.fold, entry.family), entry.state);
    }
    return new StateSet(states, samplesPerFold.clone());
  }

  private static void put(
      TreeMap<Key, MergeableState<?>> states, Key key, MergeableState<?> state) {
    if (state.family() != key.family) {
      throw new IllegalArgumentException(
          "tensor '%s': a %s entry with a %s state"
              .formatted(key.tensor, key.family, state.family()));
    }
    if (!state.isEmpty()) {
      states.merge(key, state, key.family::merge);
    }
  }

  /** Everything that this set or the other one has seen. */
  public StateSet merge(StateSet other) {
    TreeMap<Key, MergeableState<?>> merged = new TreeMap<>(states);
    other.states.forEach((key, state) -> put(merged, key, state));
    long[] sums = new long[Folds.COUNT];
    Arrays.setAll(sums, fold -> Math.addExact(samples[fold], other.samples[fold]));
    return new StateSet(merged, sums);
  }

  /** The part of this set that belongs to the given folds: the others are the hold-out. */
  public StateSet onlyFolds(Set<Integer> folds) {
    TreeMap<Key, MergeableState<?>> kept = new TreeMap<>(states);
    kept.keySet().removeIf(key -> !folds.contains(key.fold));
    long[] counts = samples.clone();
    for (int fold = 0; fold < counts.length; fold++) {
      counts[fold] = folds.contains(fold) ? counts[fold] : 0;
    }
    return new StateSet(kept, counts);
  }

  public boolean isEmpty() {
    return states.isEmpty() && samples() == 0;
  }

  /** The names of the tensors with a state, in canonical order. */
  public Set<String> tensors() {
    Set<String> names = new LinkedHashSet<>();
    states.keySet().forEach(key -> names.add(key.tensor));
    return names;
  }

  /** The state of a tensor over all folds; the family's empty state if there is none. */
  public <S extends MergeableState<S>> S state(String tensor, StateFamily family) {
    return cast(merged.computeIfAbsent(new Whole(tensor, family), this::<S>mergeFolds));
  }

  private <S extends MergeableState<S>> S mergeFolds(Whole whole) {
    S all = cast(whole.family.empty());
    for (int fold = 0; fold < Folds.COUNT; fold++) {
      all = all.merge(this.<S>state(whole.tensor, fold, whole.family));
    }
    return all;
  }

  /** The state of a tensor in one fold; the family's empty state if there is none. */
  public <S extends MergeableState<S>> S state(String tensor, int fold, StateFamily family) {
    MergeableState<?> state = states.get(new Key(tensor, fold, family));
    return cast(state == null ? family.empty() : state);
  }

  /** The sketch of a tensor over all folds. */
  public HistogramSketch histogram(String tensor) {
    return state(tensor, StateFamily.HISTOGRAM);
  }

  /** How many whole samples were seen. */
  public long samples() {
    return Arrays.stream(samples).sum();
  }

  public long samples(int fold) {
    return samples[fold];
  }

  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(states.size());
    for (Map.Entry<Key, MergeableState<?>> e : states.entrySet()) {
      Key key = e.getKey();
      entries.add(new Entry(key.tensor, key.fold, key.family, e.getValue()));
    }
    return entries;
  }

  /**
   * The bytes: a preamble of family id 64, a varint number of folds and of samples in each, a
   * varint number of entries, and for each a varint length and UTF-8 of the tensor, a byte fold, a
   * byte family id, a varint length and the bytes of the state.
   */
  public byte[] toBytes() {
    StateWriter out = Preamble.begin(Preamble.STATE_SET_ID, isEmpty(), 0);
    if (!isEmpty()) {
      out.putVarint(Folds.COUNT);
      for (long count : samples) {
        out.putVarint(count);
      }
      out.putVarint(states.size());
      states.forEach((key, state) -> write(key, state, out));
    }
    return out.finish();
  }

  private static void write(Key key, MergeableState<?> state, StateWriter out) {
    byte[] name = key.tensor.getBytes(StandardCharsets.UTF_8);
    out.putVarint(name.length);
    out.putBytes(name);
    out.putByte(key.fold);
    out.putByte(key.family.id());
    byte[] bytes = state.toBytes();
    out.putVarint(bytes.length);
    out.putBytes(bytes);
  }

  /** Reads what {@link #toBytes} wrote. */
  public static StateSet fromBytes(byte[] bytes) {
    StateReader in = Preamble.open(bytes, Preamble.STATE_SET_ID, WHAT);
    StateSet set = Preamble.isEmpty(bytes) ? EMPTY : readBody(in);
    in.requireEnd();
    return Preamble.requireCanonical(set, StateSet::toBytes, bytes, WHAT);
  }

  private static StateSet readBody(StateReader in) {
    in.readVarint(Folds.COUNT, Folds.COUNT, "folds");
    long[] samples = new long[Folds.COUNT];
    for (int fold = 0; fold < Folds.COUNT; fold++) {
      samples[fold] = in.readVarint();
    }
    int size = in.readSize("entries");
    List<Entry> entries = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      entries.add(readEntry(in));
    }
    return of(entries, samples);
  }

  private static Entry readEntry(StateReader in) {
    String tensor = new String(in.readBytes(in.readSize("name bytes")), StandardCharsets.UTF_8);
    int fold = in.readVarint(0, Folds.COUNT - 1, "fold");
    StateFamily family = StateFamily.of(in.readByte());
    byte[] bytes = in.readBytes(in.readSize("state bytes"));
    if (Preamble.familyId(bytes) != family.id()) {
      throw in.bad("tensor '%s': expected a %s state".formatted(tensor, family));
    }
    return new Entry(tensor, fold, family, StateFamily.decode(bytes));
  }

  private static int compareUtf8(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  @SuppressWarnings("unchecked")
  private static <S extends MergeableState<S>> S cast(MergeableState<?> state) {
    return (S) state;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof StateSet other
        && states.equals(other.states)
        && Arrays.equals(samples, other.samples);
  }

  @Override
  public int hashCode() {
    return 31 * states.hashCode() + Arrays.hashCode(samples);
  }

  @Override
  public String toString() {
    return "StateSet[%d samples, %d tensors]".formatted(samples(), tensors().size());
  }
}
