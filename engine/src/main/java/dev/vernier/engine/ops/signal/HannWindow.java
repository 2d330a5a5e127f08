package dev.vernier.engine.ops.signal;

import dev.vernier.engine.NodeContext;

/** 0.5 - 0.5 cos x. */
final class HannWindow extends CosineWindow {
  HannWindow(NodeContext context) {
    super(context, 0.5, -0.5);
  }
}
