package dev.vernier.pipeline.metric;

import dev.vernier.conf.AnnotationConfig;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Numbers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The numbers of a row that say what an output should be. */
final class Target {
  private final Optional<String> column;
  private final double scale;
  private final boolean free;
  private final Set<Long> ignored = new HashSet<>();

  Target(AnnotationConfig config) {
    this.free = config.free();
    this.column = free ? Optional.empty() : config.targetColumn();
    this.scale = config.targetScale();
    config.ignoredClasses().forEach(c -> ignored.add(c.longValue()));
  }

  /** The columns to read. */
  List<String> columns() {
    return column.stream().toList();
  }

  /** Whether there are targets. */
  boolean isKnown() {
    return free || column.isPresent();
  }

  /** Whether the floating-point model's own output is the target. */
  boolean isFree() {
    return free;
  }

  /** Whether a class index does not count. */
  boolean ignores(long index) {
    return ignored.contains(index);
  }

  /** Scaled values, as many as an output has elements. */
  double[] values(Outcome outcome, int expected) throws BadRowException {
    double[] values = new double[expected];
    Object raw = free ? null : raw(outcome, expected);
    for (int i = 0; i < expected; i++) {
      values[i] = free ? outcome.referenceScores().doubleAt(i) : doubleAt(raw, i) * scale;
    }
    return values;
  }

  /** Class indices, as many as an output has positions. */
  long[] classes(Outcome outcome, int expected) throws BadRowException {
    Object raw = raw(outcome, expected);
    long[] classes = new long[expected];
    for (int i = 0; i < expected; i++) {
      double value = doubleAt(raw, i);
      classes[i] = (long) value;
      if (classes[i] != value) {
        throw bad(value + " is not a class index");
      }
    }
    return classes;
  }

  private Object raw(Outcome outcome, int expected) throws BadRowException {
    Object value = outcome.row().value(column.orElseThrow());
    if (!(value instanceof byte[]) && !Numbers.isArray(value)) {
      throw bad("expected a list of numbers or bytes, not " + value.getClass().getSimpleName());
    }
    if (Numbers.length(value) != expected) {
      throw bad(
          Numbers.length(value)
              + " numbers; expected "
              + expected
              + ", as the output "
              + outcome.names().get(outcome.output())
              + " has");
    }
    return value;
  }

  BadRowException bad(String what) {
    return new BadRowException("target column '" + column.orElse("") + "': " + what);
  }

  private static double doubleAt(Object values, int i) {
    return values instanceof byte[] bytes ? bytes[i] & 0xff : Numbers.doubleAt(values, i);
  }
}
