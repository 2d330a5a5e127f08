/** Comparisons and boolean algebra. {@link LogicOperators} lists the family. */
package dev.vernier.engine.ops.logic;
