/**
 * Operators that move elements by positions computed at run time. {@link GatherOperators} lists the
 * family.
 */
package dev.vernier.engine.ops.gather;
