package dev.vernier.pipeline;

import dev.vernier.quantize.refine.Refinement;

/** A quantized model after the refine stage, and what that stage changed. */
public record RefinedModel(QuantizedModel quantized, Refinement refinement) {}
