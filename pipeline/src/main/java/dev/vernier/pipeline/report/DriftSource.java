package dev.vernier.pipeline.report;

import dev.vernier.pipeline.drift.Drift;
import dev.vernier.stats.StateSet;

/**
 * Drift for a report.
 *
 * @param since what the reference is, such as a version of a model
 * @param reference the states before
 * @param current the states now
 */
public record DriftSource(Drift drift, String since, StateSet reference, StateSet current) {}
