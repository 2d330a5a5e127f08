/**
 * The kernels on {@code jdk.incubator.vector}. Loaded by name, only where the module is present;
 * nothing else in the project touches the module. Loops here are straight-line, with species in
 * static finals of one width per JVM: other shapes box on JDK 17.
 */
package dev.vernier.kernels.vector;
