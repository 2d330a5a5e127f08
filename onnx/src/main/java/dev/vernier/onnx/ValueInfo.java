package dev.vernier.onnx;

/** A named value with its declared type. */
public record ValueInfo(String name, ValueType type, String docString, Extras extras) {
  public ValueInfo(String name, ValueType type, String docString) {
    this(name, type, docString, Extras.NONE);
  }

  public ValueInfo(String name, ValueType type) {
    this(name, type, "");
  }

  public ValueInfo withName(String newName) {
    return new ValueInfo(newName, type, docString, extras);
  }

  public ValueInfo withType(ValueType newType) {
    return new ValueInfo(name, newType, docString, extras);
  }
}
