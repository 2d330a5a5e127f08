package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.Expansion;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** The activation that a fused operator names, with its parameters. */
record FusedActivation(String type, float[] parameters) {
  /** Reads attribute activation; parameters that the node leaves out may be NaN or missing. */
  static FusedActivation of(Node node, float... parameters) {
    String type = node.stringAttribute("activation", "");
    switch (type) {
      case "", "Relu", "Tanh", "Sigmoid", "LeakyRelu", "HardSigmoid", "Clip", "Elu", "Selu":
        return new FusedActivation(type, parameters);
      default:
        throw new IllegalArgumentException(
            "attribute activation = '" + type + "' is not supported");
    }
  }

  /** The node's attributes without those of the activation. */
  static Map<String, Attribute> without(Node node) {
    Map<String, Attribute> kept = new LinkedHashMap<>(node.attributes());
    kept.keySet().removeIf(name -> name.startsWith("activation"));
    return kept;
  }

  /** Adds the activation of a value. */
  String add(Expansion to, String x) {
    return switch (type) {
      case "" -> x;
      case "Clip" -> to.add("Clip", x, to.scalar(parameter(0, 0f)), to.scalar(parameter(1, 0f)));
      case "LeakyRelu" -> to.add(type, Map.of("alpha", Attribute.of(parameter(0, 0.01f))), x);
      case "Elu" -> to.add(type, Map.of("alpha", Attribute.of(parameter(0, 1f))), x);
      case "HardSigmoid" ->
          to.add(
              type,
              Map.of(
                  "alpha",
                  Attribute.of(parameter(0, 0.2f)),
                  "beta",
                  Attribute.of(parameter(1, 0.5f))),
              x);
      default -> to.add(type, x);
    };
  }

  private float parameter(int i, float absent) {
    return i < parameters.length && !Float.isNaN(parameters[i]) ? parameters[i] : absent;
  }
}
