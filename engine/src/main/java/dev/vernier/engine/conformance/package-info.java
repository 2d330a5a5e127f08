/**
 * Replays recorded inputs and outputs: folders of a model and {@code test_data_set_N} folders with
 * {@code input_K.pb} and {@code output_K.pb}, as the ONNX backend tests and model zoos ship them.
 * {@link ConformanceRunner} finds and runs them.
 */
package dev.vernier.engine.conformance;
