/**
 * The passes over the data: what a shard of each computes, with the pipeline's classes, and how the
 * driver plans, runs and judges it.
 */
package dev.vernier.jobs.pass;
