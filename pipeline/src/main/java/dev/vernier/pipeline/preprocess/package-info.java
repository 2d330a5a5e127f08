/**
 * From a row to what the model is fed: image decoding, resizing and cropping, raw tensors, lists
 * and numbers, normalisation, and the canonical hash of the result. Every step is defined to the
 * bit, so that the same row gives the same tensor everywhere.
 */
package dev.vernier.pipeline.preprocess;
