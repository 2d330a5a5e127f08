package dev.vernier.quantize;

/**
 * Options of the range methods that follow other systems, with those systems' defaults.
 *
 * @param histogramBins of {@code l2-histogram}, {@code torch-histogram} and the methods of TensorRT
 *     and ONNX Runtime's percentile: bins of the linear histogram, 256 to 8192
 * @param ortEntropyBins of {@code ort-entropy-128}: bins of the signed histogram, 128 to 8192
 * @param tensorRtPercentile of {@code tensorrt-percentile}, in percent, 50 to 100
 * @param tfliteBins of the methods of TFLite: bins of the histogram, 16 to 512
 * @param tfliteMinPercentile of {@code tflite-percentile}, in percent, 0 to 50
 * @param tfliteMaxPercentile of {@code tflite-percentile}, in percent, 50 to 100
 * @param hfmgBins of {@code hfmg}: bins of the histogram, 1024 to 8192
 * @param ifmr of {@code ifmr}
 */
public record PeerOptions(
    int histogramBins,
    int ortEntropyBins,
    double tensorRtPercentile,
    int tfliteBins,
    double tfliteMinPercentile,
    double tfliteMaxPercentile,
    int hfmgBins,
    Ifmr ifmr) {

  /**
   * The search of AMCT's IFMR.
   *
   * @param start smallest factor tried on the bound, 0.1 to 10
   * @param end factors stay below it; above start, to 10
   * @param step of the factors, 0.001 to 1
   * @param percentile rank of the bound that factor 1 stands for, as a share, 0.5 to 1
   */
  public record Ifmr(double start, double end, double step, double percentile) {
    public Ifmr {
      MethodOptions.Checks.within("IFMR search start", start, 0.1, 10);
      MethodOptions.Checks.within("IFMR search end", end, start, 10);
      MethodOptions.Checks.within("IFMR search step", step, 0.001, 1);
      MethodOptions.Checks.within("IFMR percentile", percentile, 0.5, 1);
    }
  }

  public PeerOptions {
    MethodOptions.Checks.within("histogram bins", histogramBins, 256, 8192);
    MethodOptions.Checks.within("ORT entropy bins", ortEntropyBins, 128, 8192);
    MethodOptions.Checks.within("TensorRT percentile", tensorRtPercentile, 50, 100);
    MethodOptions.Checks.within("TFLite bins", tfliteBins, 16, 512);
    MethodOptions.Checks.within("TFLite minimum percentile", tfliteMinPercentile, 0, 50);
    MethodOptions.Checks.within("TFLite maximum percentile", tfliteMaxPercentile, 50, 100);
    MethodOptions.Checks.within("HFMG bins", hfmgBins, 1024, 8192);
  }

  public static PeerOptions defaults() {
    return new PeerOptions(
        2048, 128, 99.99, 256, 0.001, 99.999, 4096, new Ifmr(0.7, 1.3, 0.01, 0.999999));
  }
}
