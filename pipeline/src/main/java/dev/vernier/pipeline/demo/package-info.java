/**
 * The bundled demonstration: a procedurally drawn, labelled image set. The drawing is a pure
 * function of (split, index), so the committed Parquet files can be checked against it.
 */
package dev.vernier.pipeline.demo;
