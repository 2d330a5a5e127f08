package dev.vernier.pipeline.preprocess;

import dev.vernier.conf.InputConfig;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import java.util.Arrays;
import java.util.List;

/**
 * The shape of one sample of a model input: the configured one, else the model's with a free first
 * dimension taken as 1. Dimensions that stay free are -1.
 *
 * @param name of the model input
 * @param type element type of the model input
 * @param dims -1 where the data decides
 */
record InputShape(String name, DataType type, int[] dims) {

  static InputShape of(ValueInfo input, InputConfig config) {
    if (!input.type().isTensor()) {
      throw new VernierException(
          "model input '" + input.name() + "' is " + input.type() + "; expected a tensor");
    }
    int[] declared = declared(input);
    int[] dims = config.dims().isEmpty() ? declared : configured(config.dims());
    if (dims == null) {
      throw new VernierException(
          "the model does not declare the rank of its input '"
              + input.name()
              + "'; set inputs."
              + input.name()
              + ".dims");
    }
    InputShape shape = new InputShape(input.name(), input.type().elementType(), dims);
    shape.requireFits(input, declared);
    return shape;
  }

  private static int[] configured(List<Integer> dims) {
    return dims.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] declared(ValueInfo input) {
    if (!input.type().hasRank()) {
      return null;
    }
    List<Dim> shape = input.type().shape();
    int[] dims = new int[shape.size()];
    for (int i = 0; i < dims.length; i++) {
      boolean free = !shape.get(i).isKnown();
      dims[i] = free ? (i == 0 ? 1 : -1) : Math.toIntExact(shape.get(i).value());
    }
    return dims;
  }

  private void requireFits(ValueInfo input, int[] declared) {
    boolean fits = declared == null || declared.length == dims.length;
    for (int i = 0; fits && declared != null && i < dims.length; i++) {
      fits = dims[i] < 0 || !input.type().shape().get(i).isKnown() || dims[i] == declared[i];
    }
    if (!fits) {
      throw new VernierException(
          "inputs."
              + name
              + ".dims = "
              + Arrays.toString(dims)
              + ": the model declares "
              + input.type());
    }
  }

  /** The shape, where every dimension is known without data. */
  int[] fixed() {
    if (Arrays.stream(dims).anyMatch(d -> d < 0)) {
      throw new VernierException(
          "inputs."
              + name
              + ".dims = "
              + text()
              + ": expected every dimension, as there is no data to tell the free ones");
    }
    return dims.clone();
  }

  /** The shape for a number of elements; at most one free dimension follows from it. */
  int[] forElements(long elements) throws BadRowException {
    int[] full = dims.clone();
    int free = -1;
    long known = 1;
    for (int i = 0; i < full.length; i++) {
      if (full[i] >= 0) {
        known *= full[i];
      } else if (free >= 0) {
        throw new VernierException(
            "the shape "
                + text()
                + " of model input '"
                + name
                + "' has several free dimensions;"
                + " set inputs."
                + name
                + ".dims");
      } else {
        free = i;
      }
    }
    if (free >= 0 && known > 0 && elements % known == 0 && elements > 0) {
      full[free] = Math.toIntExact(elements / known);
    } else if (free >= 0 || elements != known) {
      throw new BadRowException(
          "input '" + name + "': " + elements + " elements do not fill the shape " + text());
    }
    return full;
  }

  /** Elements of the shape; -1 if a dimension is free. */
  long elements() {
    return Arrays.stream(dims).anyMatch(d -> d < 0)
        ? -1
        : Arrays.stream(dims).asLongStream().reduce(1, (a, b) -> a * b);
  }

  /** The shape that is given, if the model takes it. */
  int[] accept(int... given) throws BadRowException {
    int[] full =
        given.length == dims.length + 1 ? Arrays.copyOfRange(given, 1, given.length) : given;
    boolean fits = full.length == dims.length;
    for (int i = 0; fits && i < full.length; i++) {
      fits = dims[i] < 0 || dims[i] == full[i];
    }
    if (!fits) {
      throw new BadRowException(
          "input '"
              + name
              + "': the image has the shape "
              + Arrays.toString(given)
              + " after preprocessing, the model takes "
              + text());
    }
    return full;
  }

  /** The shape with question marks for free dimensions. */
  String text() {
    return Arrays.stream(dims)
        .mapToObj(d -> d < 0 ? "?" : Integer.toString(d))
        .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
  }
}
