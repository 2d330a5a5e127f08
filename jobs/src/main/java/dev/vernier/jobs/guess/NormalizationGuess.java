package dev.vernier.jobs.guess;

/** The customs of normalising pixels, as configuration values. */
enum NormalizationGuess {
  /** The mean and deviation of ImageNet's pixels, the custom of PyTorch. */
  IMAGENET(
      "1/255",
      "[0.485, 0.456, 0.406]",
      "[0.229, 0.224, 0.225]",
      "to 0 to 1, then by ImageNet's mean and standard deviation"),
  /** Zero to one. */
  UNIT("1/255", "[]", "[]", "to 0 to 1"),
  /** Minus one to one, the custom of TensorFlow. */
  SIGNED("1/127.5", "[1]", "[]", "to -1 to 1");

  private final String scale;
  private final String mean;
  private final String std;
  private final String words;

  NormalizationGuess(String scale, String mean, String std, String words) {
    this.scale = scale;
    this.mean = mean;
    this.std = std;
    this.words = words;
  }

  String scale() {
    return scale;
  }

  String mean() {
    return mean;
  }

  String std() {
    return std;
  }

  String words() {
    return words;
  }
}
