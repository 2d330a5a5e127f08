/**
 * The refine stage: what needs the quantized model run on a few samples, such as sequential bias
 * correction. No Spark; samples come in, changes of layers come out.
 */
package dev.vernier.pipeline.refine;
