package dev.vernier.jobs;

import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.quantize.refine.SavedRefinement;
import java.util.Optional;

/**
 * What a range method gave, and how long solving, rewriting and refining took.
 *
 * @param refinement what was refined, if anything
 */
record Quantized(
    String method, QuantizedModel result, double seconds, Optional<SavedRefinement> refinement) {
  Candidate candidate() {
    return new Candidate(method, result.model());
  }

  long bytes() {
    return OnnxWriter.toBytes(result.model()).length;
  }
}
