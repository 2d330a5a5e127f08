package dev.vernier.engine.ops.signal;

import dev.vernier.engine.NodeContext;

/** 0.42 - 0.5 cos x + 0.08 cos 2x. */
final class BlackmanWindow extends CosineWindow {
  BlackmanWindow(NodeContext context) {
    super(context, 0.42, -0.5, 0.08);
  }
}
