/**
 * Calibrate, solve, quantize and validate as plain Java: rows in, states, models and measurements
 * out. Nothing here knows of clusters; {@link dev.vernier.pipeline.Pipeline} is the way in for
 * programs.
 */
package dev.vernier.pipeline;
