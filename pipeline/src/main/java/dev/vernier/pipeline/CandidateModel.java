package dev.vernier.pipeline;

import dev.vernier.engine.EngineModel;
import dev.vernier.onnx.OnnxModel;

/** A candidate made ready to run; meant to be made once a JVM. */
public record CandidateModel(String name, OnnxModel model, EngineModel engine) {
  /** Makes a candidate ready. */
  public static CandidateModel of(Candidate candidate) {
    return new CandidateModel(
        candidate.name(), candidate.model(), EngineModel.load(candidate.model()));
  }
}
