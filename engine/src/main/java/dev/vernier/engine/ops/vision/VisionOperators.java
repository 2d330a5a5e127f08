package dev.vernier.engine.ops.vision;

import dev.vernier.engine.OperatorRegistry;

/** Operators on images, regions and boxes. */
public final class VisionOperators {
  private VisionOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("AffineGrid", 1, AffineGrid::new);
    registry.register("GridSample", 1, GridSample::new);
    registry.register("MaxRoiPool", 1, MaxRoiPool::new);
    registry.register("NonMaxSuppression", 1, NonMaxSuppression::new);
    registry.register("RoiAlign", 1, RoiAlign::new);
  }
}
