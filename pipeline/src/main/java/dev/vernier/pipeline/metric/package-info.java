/**
 * What validation measures of a candidate against the floating-point model, row by row. A metric is
 * one class that adds to integer counters and exact sums, so that parts merge in any order to the
 * same result.
 */
package dev.vernier.pipeline.metric;
