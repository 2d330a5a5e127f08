package dev.vernier.conf;

/** The model to quantize. */
public record ModelConfig(@Setting(doc = "The FP32 ONNX model file.") String path) {}
