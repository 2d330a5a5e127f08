package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.Expansion;
import dev.vernier.onnx.Attribute;
import java.util.Map;

/** Moves the axis of channels. */
final class Layouts {
  private Layouts() {}

  /** From batch, spatial axes, channels to channels as axis 1. */
  static String channelsFirst(Expansion to, String x, int spatialAxes) {
    long[] order = new long[spatialAxes + 2];
    order[1] = spatialAxes + 1L;
    for (int i = 0; i < spatialAxes; i++) {
      order[2 + i] = 1L + i;
    }
    return to.add("Transpose", Map.of("perm", Attribute.ofInts(order)), x);
  }

  /** From channels as axis 1 to channels last. */
  static String channelsLast(Expansion to, String x, int spatialAxes) {
    long[] order = new long[spatialAxes + 2];
    for (int i = 0; i < spatialAxes; i++) {
      order[1 + i] = 2L + i;
    }
    order[spatialAxes + 1] = 1;
    return to.add("Transpose", Map.of("perm", Attribute.ofInts(order)), x);
  }
}
