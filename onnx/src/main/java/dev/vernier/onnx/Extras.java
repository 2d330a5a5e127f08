package dev.vernier.onnx;

import java.util.Arrays;

/**
 * Fields of a message that the model classes do not name, in protobuf wire form: they survive a
 * read and a write unchanged. Opaque on purpose.
 */
public final class Extras {
  /** No such fields. */
  public static final Extras NONE = new Extras(new byte[0]);

  private final byte[] bytes;

  private Extras(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Wraps serialised fields. */
  public static Extras of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new Extras(bytes.clone());
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** The serialised fields. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Extras that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
