package dev.vernier.pipeline.preprocess;

import dev.vernier.conf.InputConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.ValueInfo;

/** The reader of every kind of input; a new kind is one line here. */
final class InputReaders {
  private InputReaders() {}

  static InputReader of(ValueInfo input, InputConfig config) {
    InputShape shape = InputShape.of(input, config);
    Normalization normalization = Normalization.of(config);
    String column = config.column().orElse(input.name());
    return switch (config.kind()) {
      case IMAGE -> new ImageInput(column, config, shape, normalization);
      case BINARY -> new BinaryInput(column, config, shape, normalization);
      case ARRAY -> new ArrayInput(column, config, shape, normalization);
      case SCALAR -> new ScalarInput(column, shape, normalization);
      case CONSTANT -> constant(shape, config.value());
    };
  }

  private static InputReader constant(InputShape shape, double value) {
    Tensor tensor = Tensor.allocate(shape.type(), shape.fixed());
    for (int i = 0; i < tensor.size(); i++) {
      Elements.set(tensor, i, value);
    }
    return row -> tensor;
  }
}
