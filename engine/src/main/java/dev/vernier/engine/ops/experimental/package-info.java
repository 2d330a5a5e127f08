/**
 * Operators that ONNX carried as experimental up to opset 9 and then dropped; old converters still
 * left them in models. {@code register} lists the family.
 */
package dev.vernier.engine.ops.experimental;
