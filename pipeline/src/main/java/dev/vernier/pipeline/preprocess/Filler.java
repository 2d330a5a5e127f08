package dev.vernier.pipeline.preprocess;

import dev.vernier.conf.InputConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import java.util.Optional;

/** Fills a tensor from numbers by index: shape, normalisation and padding. */
final class Filler {
  /** Numbers by index. */
  interface Source {
    int length();

    double doubleAt(int i);

    /** The same number where a double would lose digits. */
    long longAt(int i);

    /** True if the numbers are integers. */
    boolean integral();
  }

  private final InputShape shape;
  private final Normalization normalization;
  private final Optional<Double> padValue;

  Filler(InputConfig config, InputShape shape, Normalization normalization) {
    this.shape = shape;
    this.normalization = normalization;
    this.padValue = config.padValue();
  }

  Tensor fill(Source source) throws BadRowException {
    boolean pad = padValue.isPresent() && source.length() < shape.elements();
    int[] dims = pad ? shape.fixed() : shape.forElements(source.length());
    Tensor tensor = Tensor.allocate(shape.type(), dims);
    if (normalization.isIdentity() && source.integral()) {
      copyIntegers(source, tensor);
    } else {
      normalize(source, tensor);
    }
    for (int i = source.length(); i < tensor.size(); i++) {
      Elements.set(tensor, i, padValue.orElse(0.0));
    }
    return tensor;
  }

  private static void copyIntegers(Source source, Tensor tensor) {
    boolean floating = tensor.type().isFloatingPoint();
    for (int i = 0; i < source.length(); i++) {
      if (floating) {
        Elements.set(tensor, i, source.doubleAt(i));
      } else {
        tensor.setLong(i, source.longAt(i));
      }
    }
  }

  /** Channels are the axis after the batch axis; a shared setting has one for all elements. */
  private void normalize(Source source, Tensor tensor) throws BadRowException {
    int channels = normalization.channels();
    int inner = inner(tensor.dims(), channels);
    boolean floating = tensor.type().isFloatingPoint();
    for (int i = 0; i < source.length(); i++) {
      double value = normalization.apply(source.doubleAt(i), i / inner % channels);
      if (!floating && !Double.isFinite(value)) {
        throw new BadRowException(
            "input '" + shape.name() + "': element " + i + " is " + value + ", not an integer");
      }
      Elements.set(tensor, i, value);
    }
  }

  private int inner(int[] dims, int channels) throws BadRowException {
    if (channels == 1) {
      return Integer.MAX_VALUE;
    }
    if (dims.length < 2 || dims[1] != channels) {
      throw new BadRowException(
          "input '"
              + shape.name()
              + "': mean and std have "
              + channels
              + " values, expected one for each element of axis 1 of "
              + shape.text());
    }
    int inner = 1;
    for (int axis = 2; axis < dims.length; axis++) {
      inner *= dims[axis];
    }
    return inner;
  }
}
