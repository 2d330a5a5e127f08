/**
 * Files in which tools exchange ranges: those of ONNX Runtime, TensorRT and AMCT beside Vernier's
 * own, written and read.
 */
package dev.vernier.quantize.tables;
