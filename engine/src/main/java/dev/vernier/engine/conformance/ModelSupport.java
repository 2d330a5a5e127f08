package dev.vernier.engine.conformance;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what a model needs, apart from operators, that the executor does not have. */
final class ModelSupport {
  private ModelSupport() {}

  /** The first obstacle in words. */
  static Optional<String> obstacle(OnnxModel model) {
    List<ValueInfo> values = new ArrayList<>(model.graph().inputs());
    values.addAll(model.graph().outputs());
    values.addAll(model.graph().valueInfos());
    for (ValueInfo value : values) {
      String kind = unsupported(value.type());
      if (kind != null) {
        return Optional.of(kind + " '" + value.name() + "' is not supported");
      }
    }
    return Optional.empty();
  }

  private static String unsupported(ValueType type) {
    if (type == null) {
      return null;
    }
    return switch (type.kind()) {
      case TENSOR -> element(type.elementType());
      case UNKNOWN -> null;
      case SEQUENCE, OPTIONAL -> unsupported(type.element());
      default -> "value of type " + type;
    };
  }

  private static String element(DataType type) {
    return switch (type) {
      case STRING, COMPLEX64, COMPLEX128 -> "tensor of element type " + type;
      default -> null;
    };
  }
}
