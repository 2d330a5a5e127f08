/** Quantization, its inverse, and integer arithmetic. {@link QuantOperators} lists the family. */
package dev.vernier.engine.ops.quant;
