/**
 * Reads and writes ONNX files, external data included, and the values of test data folders. Nothing
 * of protobuf shows in this package's public types, and every failure is a {@link
 * dev.vernier.onnx.VernierException} that names the file.
 */
package dev.vernier.onnx.io;
