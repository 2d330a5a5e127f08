package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What rewrites judged on samples do to a prepared model, each to the model that those before it
 * have made. A value.
 *
 * @param equalization empty: not asked for; likewise the others
 */
public record Rewrites(Optional<Equalization> equalization, Optional<Smoothing> smoothing) {

  /** The rewrites in their order; the model is prepared again after each. */
  public List<UnaryOperator<OnnxModel>> steps() {
    List<UnaryOperator<OnnxModel>> steps = new ArrayList<>();
    equalization.ifPresent(found -> steps.add(m -> CrossLayerEqualization.apply(m, found)));
    smoothing.ifPresent(found -> steps.add(m -> SmoothQuant.apply(m, found)));
    return steps;
  }
}
