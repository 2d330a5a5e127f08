package dev.vernier.pipeline.control;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import java.util.List;

/** Makes candidates from saved states, without running anything. */
public interface CandidateSource {
  /** The quantized model of a recipe; the same recipe gives the same model. */
  OnnxModel make(Recipe recipe);

  /**
   * A model of the recipe that is cheaper to make and good enough to rank with: what refining found
   * for the recipe without reverted operators is not found anew.
   */
  OnnxModel sketch(Recipe recipe);

  /** The operators that a recipe computes in integers, in graph order. */
  List<Node> integerOperators(Recipe recipe);
}
