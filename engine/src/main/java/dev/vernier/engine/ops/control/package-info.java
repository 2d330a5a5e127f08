/** Operators that run subgraphs. {@link ControlOperators} lists the family. */
package dev.vernier.engine.ops.control;
