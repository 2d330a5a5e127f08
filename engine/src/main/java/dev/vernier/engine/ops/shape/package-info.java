/**
 * Operators that move, convert or describe elements; positions follow from shapes alone. {@link
 * ShapeOperators} lists the family.
 */
package dev.vernier.engine.ops.shape;
