/** Reductions over axes and searches for extremes. {@link ReduceOperators} lists the family. */
package dev.vernier.engine.ops.reduce;
