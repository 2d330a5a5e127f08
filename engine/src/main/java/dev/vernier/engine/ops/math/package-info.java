/**
 * Arithmetic: element-wise functions of one and more operands, matrix products and running folds.
 * {@link MathOperators} lists the family.
 */
package dev.vernier.engine.ops.math;
