package dev.vernier.engine;

/**
 * A tensor or a sequence, or nothing.
 *
 * @param element null if there is nothing
 */
public record OptionalValue(Value element) implements Value {
  /** Nothing. */
  public static final OptionalValue EMPTY = new OptionalValue(null);

  public boolean isPresent() {
    return element != null;
  }

  @Override
  public long byteSize() {
    return isPresent() ? element.byteSize() : 0;
  }

  @Override
  public OptionalValue copy() {
    return isPresent() ? new OptionalValue(element.copy()) : EMPTY;
  }

  @Override
  public String toString() {
    return isPresent() ? "an optional with " + element : "an empty optional";
  }
}
