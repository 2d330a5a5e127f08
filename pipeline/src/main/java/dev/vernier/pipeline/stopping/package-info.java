/** Ending calibration once ranges have settled: waves of rows, and what is judged after each. */
package dev.vernier.pipeline.stopping;
