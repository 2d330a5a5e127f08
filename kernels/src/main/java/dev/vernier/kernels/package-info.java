/**
 * Array kernels over plain {@code float[]} at offsets. {@link dev.vernier.kernels.ScalarKernels} is
 * the specification; every other implementation of {@link dev.vernier.kernels.Kernels} agrees with
 * it bit for bit (any NaN equals any NaN). {@link dev.vernier.kernels.KernelsProvider} chooses one
 * for the JVM.
 */
package dev.vernier.kernels;
