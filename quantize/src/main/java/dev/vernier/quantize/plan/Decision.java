package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;

/** Whether a node is computed in integers, and the reason in words. */
public record Decision(Node node, boolean quantized, String reason) {}
