/**
 * Upgrades models to newer operator sets. Each operator whose definition changed has one rule; what
 * cannot be converted without changing results is refused with the node's name.
 */
package dev.vernier.onnx.version;
