/**
 * Operators of the domain com.microsoft that exporters and ONNX Runtime's optimiser write, most of
 * them defined by standard ones. {@link ContribOperators} lists the family.
 */
package dev.vernier.engine.ops.contrib;
