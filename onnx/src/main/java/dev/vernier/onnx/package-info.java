/**
 * The ONNX model as immutable values: model, graph, nodes, attributes, tensors and types. Reading
 * and writing live in {@code io}, graph surgery in {@code edit}, operator set upgrades in {@code
 * version}.
 */
package dev.vernier.onnx;
