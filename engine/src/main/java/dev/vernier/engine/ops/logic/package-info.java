/** Comparisons and boolean algebra. {@code register} lists the family. */
package dev.vernier.engine.ops.logic;
