package dev.vernier.conf;

/** Where the centre crop starts if an odd number of rows or columns is left over. */
public enum CropRounding {
  /** The smaller half before the crop. */
  DOWN,
  /** The half rounded to even, as torchvision's {@code center_crop} has it. */
  EVEN
}
