package dev.vernier.pipeline.metric;

/** A box with its class and score. */
record Detection(Box box, int label, double score) {}
