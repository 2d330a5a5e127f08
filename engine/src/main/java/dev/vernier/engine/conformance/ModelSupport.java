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
    return switch (type.kind()) {
      case TENSOR -> element(type.elementType());
      case UNKNOWN -> null;
      default -> "value of type " + type;
    };
  }

  private static String element(DataType type) {
    return switch (type) {
      case STRING,
          COMPLEX64,
          COMPLEX128,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          FLOAT8E8M0,
          FLOAT4E2M1,
          UINT2,
          INT2 ->
          "tensor of element type " + type;
      default -> null;
    };
  }
}
