/**
 * Functions that a model defines itself. {@link dev.vernier.onnx.functions.FunctionInlining} puts
 * their nodes where they are called, so that nothing else has to know functions.
 */
package dev.vernier.onnx.functions;
