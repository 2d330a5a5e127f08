package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What rewrites judged on samples do to a prepared model, each to the model that those before it
 * have made. A value.
 *
 * @param equalization empty: not asked for; likewise the others
 */
public record Rewrites(
    Optional<Equalization> equalization,
    Optional<Map<String, ChannelChange>> absorption,
    Optional<Map<String, ChannelChange>> alignment,
    Optional<Smoothing> smoothing) {

  /** Nothing is asked for. */
  public static final Rewrites NONE =
      new Rewrites(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public Rewrites withEqualization(Equalization value) {
    return new Rewrites(Optional.of(value), absorption, alignment, smoothing);
  }

  public Rewrites withAbsorption(Map<String, ChannelChange> value) {
    return new Rewrites(equalization, Optional.of(value), alignment, smoothing);
  }

  public Rewrites withAlignment(Map<String, ChannelChange> value) {
    return new Rewrites(equalization, absorption, Optional.of(value), smoothing);
  }

  public Rewrites withSmoothing(Smoothing value) {
    return new Rewrites(equalization, absorption, alignment, Optional.of(value));
  }

  /** The rewrites in their order; the model is prepared again after each. */
  public List<UnaryOperator<OnnxModel>> steps() {
    List<UnaryOperator<OnnxModel>> steps = new ArrayList<>();
    equalization.ifPresent(found -> steps.add(m -> CrossLayerEqualization.apply(m, found)));
    absorption.ifPresent(found -> steps.add(m -> BiasAbsorption.apply(m, found)));
    alignment.ifPresent(found -> steps.add(m -> ChannelAlignment.apply(m, found)));
    smoothing.ifPresent(found -> steps.add(m -> SmoothQuant.apply(m, found)));
    return steps;
  }
}
