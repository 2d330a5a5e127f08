package dev.vernier.engine.ops.signal;

import dev.vernier.engine.NodeContext;

/** 25/46 - 21/46 cos x, Hamming's exact coefficients. */
final class HammingWindow extends CosineWindow {
  HammingWindow(NodeContext context) {
    super(context, 25.0 / 46, -21.0 / 46);
  }
}
