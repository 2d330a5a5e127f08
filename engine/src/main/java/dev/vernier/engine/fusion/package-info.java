/** Operators made of several nodes of the model. */
package dev.vernier.engine.fusion;
