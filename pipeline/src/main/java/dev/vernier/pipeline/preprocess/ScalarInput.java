package dev.vernier.pipeline.preprocess;

import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;

/** One number. */
final class ScalarInput implements InputReader {
  private final String column;
  private final InputShape shape;
  private final Normalization normalization;

  ScalarInput(String column, InputShape shape, Normalization normalization) {
    this.column = column;
    this.shape = shape;
    this.normalization = normalization;
  }

  @Override
  public Tensor read(Row row) throws BadRowException {
    Object value = row.value(column);
    double number = number(value);
    Tensor tensor = Tensor.allocate(shape.type(), shape.forElements(1));
    boolean exact =
        normalization.isIdentity() && !(value instanceof Float || value instanceof Double);
    if (exact && value instanceof Number n && !shape.type().isFloatingPoint()) {
      tensor.setLong(0, n.longValue());
    } else {
      Elements.set(tensor, 0, normalization.apply(number, 0));
    }
    return tensor;
  }

  private double number(Object value) throws BadRowException {
    if (value instanceof Number n) {
      return n.doubleValue();
    } else if (value instanceof Boolean b) {
      return b ? 1 : 0;
    }
    throw new BadRowException(
        "column '" + column + "' holds " + value.getClass().getSimpleName() + ", not a number");
  }
}
