/**
 * Convolutions, pools, resizing and recurrent layers in ONNX channel-first layout. {@link
 * NnOperators} lists the family.
 */
package dev.vernier.engine.ops.nn;
