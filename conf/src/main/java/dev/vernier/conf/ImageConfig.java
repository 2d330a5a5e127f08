package dev.vernier.conf;

import java.util.List;

/** What happens to a decoded image before its values are scaled. */
public record ImageConfig(
    @Setting(doc = "How the image is resized.", byDefault = "none") ResizeMode resize,
    @Setting(
            doc =
                "Size of the resize: one number (shorter-side; or both sides) or [height, width].",
            byDefault = "[]",
            min = 1,
            max = 32768)
        List<Integer> size,
    @Setting(doc = "Filter of the resize, as Pillow defines it.", byDefault = "bilinear")
        Interpolation interpolation,
    @Setting(
            doc =
                "Size of the centre crop after the resize: one number or [height, width]; empty:"
                    + " no crop. Images smaller than the crop are padded with zeros.",
            byDefault = "[]",
            min = 1,
            max = 32768)
        List<Integer> crop,
    @Setting(
            doc =
                "Start of the crop if an odd number of pixels is left over: down, the smaller half"
                    + " first; even, the half rounded to even as torchvision does.",
            byDefault = "down")
        CropRounding cropRounding,
    @Setting(doc = "Channel order of the model.", byDefault = "RGB") Channels channels,
    @Setting(doc = "Order of the axes of the model's input.", byDefault = "NCHW") Layout layout,
    @Setting(doc = "Turn the image upright as its EXIF orientation says.", byDefault = "true")
        boolean applyOrientation) {

  /** No resize, no crop. */
  public static final ImageConfig NONE =
      new ImageConfig(
          ResizeMode.NONE,
          List.of(),
          Interpolation.BILINEAR,
          List.of(),
          CropRounding.DOWN,
          Channels.RGB,
          Layout.NCHW,
          true);

  /** Copies the lists. */
  public ImageConfig {
    size = List.copyOf(size);
    crop = List.copyOf(crop);
  }
}
