package dev.vernier.engine.ops.common;

/**
 * Scale and zero point of UINT8 codes for a tensor by its own range, as ONNX's
 * DynamicQuantizeLinear defines them.
 */
public record DynamicScale(float scale, int zeroPoint) {
  /** Largest code. */
  public static final int HIGH = 255;

  /** For values from {@code least} to {@code most}, widened to contain zero. */
  public static DynamicScale of(float least, float most) {
    float low = Math.min(0, least);
    float high = Math.max(0, most);
    float scale = high == low ? 1 : (high - low) / HIGH;
    return new DynamicScale(scale, (int) Math.max(0, Math.min(HIGH, Math.rint(-low / scale))));
  }
}
