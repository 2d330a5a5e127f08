/**
 * Operators on sequences and optionals. {@link SequenceOperators} lists the family. What they do is
 * known only at run time, for facts say nothing about such values.
 */
package dev.vernier.engine.ops.sequence;
