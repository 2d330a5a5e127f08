/** Normalisations and softmax. {@link NormOperators} lists the family. */
package dev.vernier.engine.ops.norm;
