/**
 * Keeps the loss of accuracy under a limit: tries settings, ranks operators by the damage that
 * their quantization does, and leaves the fewest of them in floating point. Candidates are judged
 * by whoever runs them, here or on a cluster; nothing here runs a model.
 */
package dev.vernier.pipeline.control;
