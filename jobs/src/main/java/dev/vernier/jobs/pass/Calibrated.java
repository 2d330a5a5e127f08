package dev.vernier.jobs.pass;

import dev.vernier.pipeline.PassLog;
import dev.vernier.pipeline.repository.SavedStates;

/** What a calibration gives: states to keep, and what became of the rows. */
public record Calibrated(SavedStates saved, PassLog log) {}
