/**
 * What the refine stage may change of a prepared model, and how its results are stored and applied.
 * The stage itself runs models and lives in {@code pipeline}.
 */
package dev.vernier.quantize.refine;
