package dev.vernier.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What operators make from constants once, shared by all plans and sessions of a model: packed
 * weights, tables. Thread-safe.
 */
public final class PreparedWeights {
  private final Map<Key, Object> values = new ConcurrentHashMap<>();
  private final AtomicLong total = new AtomicLong();
  private final Limits limits;
  private final long held;

  /** For what is thrown away soon. */
  PreparedWeights() {
    this(Limits.defaults(), 0);
  }

  /**
   * @param held bytes of the constants
   */
  PreparedWeights(Limits limits, long held) {
    this.limits = limits;
    this.held = held;
  }

  /**
   * The value made from {@code constant} under {@code kind} (equal for the same recipe with the
   * same parameters only), made now if this is the first request for it.
   *
   * @param bytes memory that the value takes, for the memory plan
   */
  public <T> T get(
      Tensor constant, Object kind, Function<Tensor, T> make, ToLongFunction<T> bytes) {
    return get(constant, kind, (long) Float.BYTES * constant.size(), make, bytes);
  }

  /**
   * The same; fails if the memory limit does not allow for {@code need} bytes more, which the value
   * takes at most.
   */
  @SuppressWarnings("unchecked")
  public <T> T get(
      Tensor constant, Object kind, long need, Function<Tensor, T> make, ToLongFunction<T> bytes) {
    Key key = new Key(constant.array(), constant.offset(), kind);
    T known = (T) values.get(key);
    if (known != null) {
      return known;
    }
    return (T)
        values.computeIfAbsent(
            key,
            k -> {
              limits.requireMemory(need, held + total.get(), "what is made from its weights");
              T made = make.apply(constant);
              total.addAndGet(bytes.applyAsLong(made));
              return made;
            });
  }

  /** Packed floats made from a constant. */
  public float[] floats(Tensor constant, String kind, Function<Tensor, float[]> make) {
    return get(constant, kind, make, f -> 4L * f.length);
  }

  /** Memory that all values take, in bytes. */
  public long bytes() {
    return total.get();
  }

  /** Constants are equal if they are the same storage. */
  private static final class Key {
    private final Object array;
    private final int offset;
    private final Object kind;

    Key(Object array, int offset, Object kind) {
      this.array = array;
      this.offset = offset;
      this.kind = kind;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.array == array
          && key.offset == offset
          && key.kind.equals(kind);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(array) * 31 + kind.hashCode() + offset;
    }
  }
}
