/** Rewrites of a model that are judged on samples, before calibration. */
package dev.vernier.pipeline.rewrite;
