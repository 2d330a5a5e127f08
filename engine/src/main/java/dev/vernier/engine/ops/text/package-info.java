/** Features of sequences of tokens. */
package dev.vernier.engine.ops.text;
