package dev.vernier.quantize.export;

import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.plan.Placement;

/**
 * A QuantizeLinear and DequantizeLinear pair to be written for a tensor.
 *
 * @param quantizer name of the quantizer, whose scale and zero point all its pairs share
 */
record Pair(String quantizer, QuantizationParameters parameters, Placement placement) {}
