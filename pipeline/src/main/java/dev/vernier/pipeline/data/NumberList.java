package dev.vernier.pipeline.data;

import java.util.Arrays;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Grows a primitive array of a column's own type, list after list. */
abstract class NumberList {
  private int size;
  private boolean holed;

  static NumberList of(PrimitiveTypeName type) {
    return switch (type) {
      case FLOAT -> new Floats();
      case DOUBLE -> new Doubles();
      default -> new Longs();
    };
  }

  /** Elements so far, nulls left out. */
  final int size() {
    return size;
  }

  final void clear() {
    size = 0;
    holed = false;
  }

  /** An element that is null; no array can hold it. */
  final void addNull() {
    holed = true;
  }

  abstract void add(double value);

  abstract void add(long value);

  /** The elements as an array, or null if one of them was; the list is empty afterwards. */
  final Object take() {
    Object taken = holed ? null : copy(size);
    clear();
    return taken;
  }

  abstract Object copy(int length);

  /** The index of a further element. */
  final int next() {
    return size++;
  }

  static int grown(int size) {
    return Math.max(16, size + (size >> 1));
  }

  private static final class Floats extends NumberList {
    private float[] values = new float[0];

    @Override
    void add(double value) {
      if (size() == values.length) {
        values = Arrays.copyOf(values, grown(size()));
      }
      values[next()] = (float) value;
    }

    @Override
    void add(long value) {
      add((double) value);
    }

    @Override
    Object copy(int length) {
      return Arrays.copyOf(values, length);
    }
  }

  private static final class Doubles extends NumberList {
    private double[] values = new double[0];

    @Override
    void add(double value) {
      if (size() == values.length) {
        values = Arrays.copyOf(values, grown(size()));
      }
      values[next()] = value;
    }

    @Override
    void add(long value) {
      add((double) value);
    }

    @Override
    Object copy(int length) {
      return Arrays.copyOf(values, length);
    }
  }

  private static final class Longs extends NumberList {
    private long[] values = new long[0];

    @Override
    void add(double value) {
      add((long) value);
    }

    @Override
    void add(long value) {
      if (size() == values.length) {
        values = Arrays.copyOf(values, grown(size()));
      }
      values[next()] = value;
    }

    @Override
    Object copy(int length) {
      return Arrays.copyOf(values, length);
    }
  }
}
