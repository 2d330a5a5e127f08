/**
 * Range methods: from the statistics of a tensor to the range its quantizer covers. A method sees
 * states, never tensors, so every method answers from the same pass over the data; {@link
 * dev.vernier.quantize.range.RangeMethods} lists them and {@link
 * dev.vernier.quantize.range.CalibrationTable} holds the answers.
 */
package dev.vernier.quantize.range;
