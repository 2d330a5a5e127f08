/**
 * Rewrites that prepare a model for calibration: what they change never changes what the model
 * computes beyond float rounding, and every tensor that remains keeps the name the user gave it.
 * {@link dev.vernier.quantize.rewrite.Preparation} lists them.
 */
package dev.vernier.quantize.rewrite;
