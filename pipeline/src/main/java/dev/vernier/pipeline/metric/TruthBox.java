package dev.vernier.pipeline.metric;

/** A right box; a crowd stands for any number of objects and counts neither for nor against. */
record TruthBox(Box box, int label, boolean crowd) {}
