package dev.vernier.pipeline.preprocess;

import dev.vernier.conf.InputConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Numbers;
import dev.vernier.pipeline.data.Row;

/** A list of numbers. */
final class ArrayInput implements InputReader {
  private final String column;
  private final Filler filler;

  ArrayInput(String column, InputConfig config, InputShape shape, Normalization normalization) {
    this.column = column;
    this.filler = new Filler(config, shape, normalization);
  }

  @Override
  public Tensor read(Row row) throws BadRowException {
    Object value = row.value(column);
    if (!Numbers.isArray(value)) {
      throw new BadRowException(
          "column '"
              + column
              + "' holds "
              + value.getClass().getSimpleName()
              + ", not a list of numbers");
    }
    return filler.fill(new Array(value));
  }

  private record Array(Object values) implements Filler.Source {
    @Override
    public int length() {
      return Numbers.length(values);
    }

    @Override
    public double doubleAt(int i) {
      return Numbers.doubleAt(values, i);
    }

    @Override
    public long longAt(int i) {
      return Numbers.longAt(values, i);
    }

    @Override
    public boolean integral() {
      return Numbers.isIntegral(values);
    }
  }
}
