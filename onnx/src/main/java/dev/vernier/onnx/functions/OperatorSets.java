package dev.vernier.onnx.functions;

import dev.vernier.onnx.FunctionDef;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.version.VersionConverter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Brings a model and its functions, which import operator sets of their own, to common ones. */
final class OperatorSets {
  private OperatorSets() {}

  /** The model with the newest version of every operator set that it or a function imports. */
  static OnnxModel aligned(OnnxModel model) {
    Map<String, Long> newest = new LinkedHashMap<>();
    model.opsets().forEach(o -> newest.put(o.domain(), o.version()));
    for (FunctionDef function : model.functions()) {
      function.opsets().forEach(o -> newest.merge(o.domain(), o.version(), Math::max));
    }
    OnnxModel result = converted(model, newest.getOrDefault("", 0L));
    for (Map.Entry<String, Long> opset : newest.entrySet()) {
      if (result.opset(opset.getKey()) != opset.getValue()) {
        result = result.withOpset(opset.getKey(), opset.getValue());
      }
    }
    return result;
  }

  /** After the newest version that the converter knows, operators have only gained. */
  private static OnnxModel converted(OnnxModel model, long target) {
    long known = Math.min(target, VersionConverter.NEWEST);
    OnnxModel result = model;
    if (model.opset() < target && model.opset() < known) {
      result = VersionConverter.upgrade(model, known);
    }
    return VersionConverter.upgradeFunctions(result, known);
  }
}
