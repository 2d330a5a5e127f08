/**
 * Activation functions, each the same function of every element. {@link ActivationOperators} lists
 * the family.
 */
package dev.vernier.engine.ops.activation;
