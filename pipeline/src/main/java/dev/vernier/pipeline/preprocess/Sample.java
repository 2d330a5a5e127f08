package dev.vernier.pipeline.preprocess;

import dev.vernier.engine.Tensor;
import java.util.Map;

/**
 * What the model is fed for one row.
 *
 * @param inputs a tensor for every model input, in the model's order
 * @param hash SHA-256 of types, shapes and elements of the inputs
 */
public record Sample(Map<String, Tensor> inputs, byte[] hash) {}
