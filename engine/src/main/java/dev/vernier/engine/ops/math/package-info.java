/**
 * Arithmetic: element-wise functions of one and more operands, matrix products and running sums.
 * {@code register} lists the family.
 */
package dev.vernier.engine.ops.math;
