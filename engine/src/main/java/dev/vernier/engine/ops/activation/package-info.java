/**
 * Activation functions, each the same function of every element. {@code register} lists the family.
 */
package dev.vernier.engine.ops.activation;
