/**
 * Damaged, absurd and malicious models: {@link dev.vernier.it.hostile.Fuzzer} makes them from seeds
 * and {@link dev.vernier.it.hostile.Law} says what must hold for each.
 */
package dev.vernier.it.hostile;
