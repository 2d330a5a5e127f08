package dev.vernier.quantize.rewrite;

/**
 * How much of the activations' difficulty smoothing moves to the weights, 0 to 1; below 0: layers
 * of the kind are not smoothed.
 *
 * @param product of MatMul and Gemm
 * @param convolution of Conv
 */
public record SmoothAlphas(double product, double convolution) {
  boolean smooths(boolean isConvolution) {
    return of(isConvolution) >= 0;
  }

  double of(boolean isConvolution) {
    return isConvolution ? convolution : product;
  }
}
