package dev.vernier.stats;

/**
 * A tensor to observe and what is wanted of it.
 *
 * @param name its name in the model
 * @param stride look at every so manieth element by logical index: a power of two, 1 for all
 * @param channelAxis the axis, among the dimensions of a sample, of per-channel statistics
 * @param channels the size of that axis; 0 if per-channel statistics are not wanted
 */
public record TensorSpec(String name, int stride, int channelAxis, int channels) {
  public TensorSpec {
    if (stride < 1 || Integer.bitCount(stride) != 1) {
      throw new IllegalArgumentException(
          "tensor '%s': expected a stride that is a power of two, not %d".formatted(name, stride));
    }
    if (channels < 0 || channelAxis < 0) {
      throw new IllegalArgumentException(
          "tensor '%s': no %d channels on axis %d".formatted(name, channels, channelAxis));
    }
  }

  /** All elements, no per-channel statistics. */
  public static TensorSpec of(String name) {
    return new TensorSpec(name, 1, 0, 0);
  }

  public TensorSpec withStride(int stride) {
    return new TensorSpec(name, stride, channelAxis, channels);
  }

  public TensorSpec withChannels(int axis, int channels) {
    return new TensorSpec(name, stride, axis, channels);
  }

  boolean perChannel() {
    return channels > 0;
  }
}
