package dev.vernier.pipeline;

import dev.vernier.onnx.OnnxModel;

/** A quantized model under validation and the name it has in reports. */
public record Candidate(String name, OnnxModel model) {}
