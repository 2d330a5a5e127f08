package dev.vernier.jobs;

import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.QuantizedModel;

/** What a range method gave, and how long solving and rewriting took. */
record Quantized(String method, QuantizedModel result, double seconds) {
  Candidate candidate() {
    return new Candidate(method, result.model());
  }

  long bytes() {
    return OnnxWriter.toBytes(result.model()).length;
  }
}
