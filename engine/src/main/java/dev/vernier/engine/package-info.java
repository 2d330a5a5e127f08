/**
 * The executor: ONNX models planned for concrete input shapes and run on the project's own kernels.
 *
 * <p>{@link dev.vernier.engine.EngineModel} holds what all sessions of a JVM share (constants,
 * packed weights, operators); {@link dev.vernier.engine.InferenceSession} is one thread's plans and
 * memory. Operators are values made by {@link dev.vernier.engine.OperatorRegistry}, one class each.
 */
package dev.vernier.engine;
