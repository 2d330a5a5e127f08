package dev.vernier.onnx.io;

/**
 * How a model is written.
 *
 * @param inlineLimit bytes of tensors above which a model's tensors go to external data
 * @param smallestExternal tensors with fewer bytes stay in the model file all the same
 */
public record WriteOptions(long inlineLimit, long smallestExternal) {
  /** One message holds less than 2 GB; what is not a tensor needs some of that. */
  private static final long LARGEST_INLINE = (1L << 31) - (1L << 26);

  private static final long SMALLEST_EXTERNAL = 1024;

  /** External data only if the model would not fit one file. */
  public static final WriteOptions DEFAULT = new WriteOptions(LARGEST_INLINE, SMALLEST_EXTERNAL);

  /** Tensors of at least 1 KiB as external data. */
  public static final WriteOptions EXTERNAL = new WriteOptions(0, SMALLEST_EXTERNAL);

  public WriteOptions {
    if (inlineLimit < 0 || inlineLimit > LARGEST_INLINE || smallestExternal < 0) {
      throw new IllegalArgumentException(
          "inlineLimit " + inlineLimit + ", smallestExternal " + smallestExternal);
    }
  }
}
