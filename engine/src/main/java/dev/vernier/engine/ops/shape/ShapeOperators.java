package dev.vernier.engine.ops.shape;

import dev.vernier.engine.OperatorRegistry;

/** Operators that move, select, convert or describe elements. */
public final class ShapeOperators {
  private ShapeOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("BitCast", 1, BitCast::new);
    registry.register("Cast", 1, Cast::new);
    registry.register("CastLike", 1, CastLike::new);
    registry.register("CenterCropPad", 1, CenterCropPad::new);
    registry.register("Concat", 1, Concat::new);
    registry.register("Constant", 1, Constant::new);
    registry.register("ConstantOfShape", 1, ConstantOfShape::new);
    registry.register("DepthToSpace", 1, DepthToSpace::new);
    registry.register("Dropout", 1, Dropout::new);
    registry.register("Expand", 1, context -> new Expand());
    registry.register("EyeLike", 1, EyeLike::new);
    registry.register("Flatten", 1, Flatten::new);
    registry.register("Identity", 1, context -> new Identity());
    registry.register("Pad", 1, Pad::new);
    registry.register("Range", 1, context -> new Range());
    registry.register("Reshape", 1, Reshape::new);
    registry.register("ReverseSequence", 1, ReverseSequence::new);
    registry.register("Shape", 1, Shape::new);
    registry.register("Size", 1, context -> new Size());
    registry.register("Slice", 1, Slice::new);
    registry.register("SpaceToDepth", 1, SpaceToDepth::new);
    registry.register("Split", 1, Split::new);
    registry.register("Squeeze", 1, Squeeze::new);
    registry.register("Tile", 1, context -> new Tile());
    registry.register("Transpose", 1, Transpose::new);
    registry.register("Trilu", 1, Trilu::new);
    registry.register("Unsqueeze", 1, Unsqueeze::new);
    registry.register("Where", 1, context -> new Where());
  }
}
