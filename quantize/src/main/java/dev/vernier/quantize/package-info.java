/**
 * Values every part of quantization shares: the scheme, the settings, ranges and the scale and zero
 * point that follow from them. The work itself is in the subpackages: {@code rewrite} prepares a
 * model, {@code plan} decides what is quantized, {@code range} turns statistics into ranges and
 * {@code export} writes the quantized model.
 */
package dev.vernier.quantize;
