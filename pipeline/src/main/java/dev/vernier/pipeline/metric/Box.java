package dev.vernier.pipeline.metric;

/** A box in pixels, from its left upper to its right lower corner. */
record Box(double left, double top, double right, double bottom) {
  /** The box of four numbers in a format of {@code DetectionConfig}, times the image's size. */
  static Box of(String format, double[] v, double scaleX, double scaleY) {
    Box box =
        switch (format) {
          case "xyxy" -> new Box(v[0], v[1], v[2], v[3]);
          case "yxyx" -> new Box(v[1], v[0], v[3], v[2]);
          case "xywh" -> new Box(v[0], v[1], v[0] + v[2], v[1] + v[3]);
          default -> centred(v[0], v[1], v[2], v[3]);
        };
    return new Box(box.left * scaleX, box.top * scaleY, box.right * scaleX, box.bottom * scaleY);
  }

  static Box centred(double x, double y, double width, double height) {
    return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
  }

  double width() {
    return right - left;
  }

  double height() {
    return bottom - top;
  }

  double area() {
    return width() * height();
  }

  boolean isFinite() {
    return Double.isFinite(area()) && Double.isFinite(left) && Double.isFinite(top);
  }

  /** Intersection over union; with a crowd, over this box alone, as COCO has it. */
  double overlap(Box other, boolean crowd) {
    double width = Math.min(right, other.right) - Math.max(left, other.left);
    double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    if (!(width > 0 && height > 0)) {
      return 0;
    }
    double common = width * height;
    return common / (crowd ? area() : area() + other.area() - common);
  }
}
