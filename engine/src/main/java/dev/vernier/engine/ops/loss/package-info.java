/** Losses of labelled predictions, as exported training graphs evaluate them. */
package dev.vernier.engine.ops.loss;
