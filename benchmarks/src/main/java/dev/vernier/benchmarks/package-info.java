/**
 * Programs that measure: whole models side by side with ONNX Runtime, single layers against the
 * machine's peak, and kernels under JMH. How to run them is in {@code docs/performance.md}.
 */
package dev.vernier.benchmarks;
