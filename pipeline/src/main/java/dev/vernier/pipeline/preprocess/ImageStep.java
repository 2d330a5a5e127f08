package dev.vernier.pipeline.preprocess;

/** One step of image preprocessing; a pure function without state. */
@FunctionalInterface
interface ImageStep {
  Pixels apply(Pixels image);
}
