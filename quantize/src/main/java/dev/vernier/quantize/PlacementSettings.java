package dev.vernier.quantize;

import java.util.Objects;

/**
 * Which operators are quantized, and how they share quantizers.
 *
 * @param ignored nodes to leave in float
 * @param modelType which operators are worth quantizing
 * @param quantizeOutputs also quantize the outputs of the graph
 * @param shareConcat let the inputs of a Concat use the scale of its output where nothing else
 *     reads them, so that concatenation rounds once
 */
public record PlacementSettings(
    IgnoredScope ignored, ModelType modelType, boolean quantizeOutputs, boolean shareConcat) {

  public PlacementSettings {
    Objects.requireNonNull(ignored, "ignored");
    Objects.requireNonNull(modelType, "modelType");
  }

  public static PlacementSettings defaults() {
    return new PlacementSettings(IgnoredScope.none(), ModelType.AUTO, false, true);
  }

  public PlacementSettings withIgnored(IgnoredScope value) {
    return new PlacementSettings(value, modelType, quantizeOutputs, shareConcat);
  }

  public PlacementSettings withModelType(ModelType value) {
    return new PlacementSettings(ignored, value, quantizeOutputs, shareConcat);
  }

  public PlacementSettings withQuantizeOutputs(boolean value) {
    return new PlacementSettings(ignored, modelType, value, shareConcat);
  }

  public PlacementSettings withShareConcat(boolean value) {
    return new PlacementSettings(ignored, modelType, quantizeOutputs, value);
  }
}
