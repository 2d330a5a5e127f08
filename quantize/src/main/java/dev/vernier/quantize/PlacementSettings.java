package dev.vernier.quantize;

import java.util.Objects;

/**
 * Which operators are quantized, and how they share quantizers.
 *
 * @param ignored nodes to leave in float
 * @param modelType which operators are worth quantizing
 * @param keepFloat parts of networks to leave in float
 * @param quantizeOutputs also quantize the outputs of the graph
 * @param shareConcat let the inputs of a Concat use the scale of its output where nothing else
 *     reads them, so that concatenation rounds once
 * @param shareAdd let both inputs of an Add use one scale that covers them, as accelerators without
 *     rescaling want
 * @param fixedRanges outputs whose range the operator implies
 */
public record PlacementSettings(
    IgnoredScope ignored,
    ModelType modelType,
    KeepFloat.Choice keepFloat,
    boolean quantizeOutputs,
    boolean shareConcat,
    boolean shareAdd,
    FixedRanges fixedRanges) {

  public PlacementSettings {
    Objects.requireNonNull(ignored, "ignored");
    Objects.requireNonNull(modelType, "modelType");
    Objects.requireNonNull(fixedRanges, "fixedRanges");
    Objects.requireNonNull(keepFloat, "keepFloat");
  }

  public static PlacementSettings defaults() {
    return new PlacementSettings(
        IgnoredScope.none(),
        ModelType.AUTO,
        KeepFloat.Choice.OF_TYPE,
        false,
        true,
        false,
        FixedRanges.SOFTMAX);
  }

  public PlacementSettings withIgnored(IgnoredScope value) {
    return new PlacementSettings(
        value, modelType, keepFloat, quantizeOutputs, shareConcat, shareAdd, fixedRanges);
  }

  public PlacementSettings withModelType(ModelType value) {
    return new PlacementSettings(
        ignored, value, keepFloat, quantizeOutputs, shareConcat, shareAdd, fixedRanges);
  }

  public PlacementSettings withKeepFloat(KeepFloat.Choice value) {
    return new PlacementSettings(
        ignored, modelType, value, quantizeOutputs, shareConcat, shareAdd, fixedRanges);
  }

  public PlacementSettings withQuantizeOutputs(boolean value) {
    return new PlacementSettings(
        ignored, modelType, keepFloat, value, shareConcat, shareAdd, fixedRanges);
  }

  public PlacementSettings withShareConcat(boolean value) {
    return new PlacementSettings(
        ignored, modelType, keepFloat, quantizeOutputs, value, shareAdd, fixedRanges);
  }

  public PlacementSettings withShareAdd(boolean value) {
    return new PlacementSettings(
        ignored, modelType, keepFloat, quantizeOutputs, shareConcat, value, fixedRanges);
  }

  public PlacementSettings withFixedRanges(FixedRanges value) {
    return new PlacementSettings(
        ignored, modelType, keepFloat, quantizeOutputs, shareConcat, shareAdd, value);
  }
}
