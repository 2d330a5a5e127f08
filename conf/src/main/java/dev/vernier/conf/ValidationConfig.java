package dev.vernier.conf;

import java.util.List;
import java.util.Optional;

/** The data the quantized model is judged on. */
public record ValidationConfig(
    @Setting(
            doc = "Parquet files, folders or globs with the validation rows; empty: no validation.",
            byDefault = "[]")
        List<String> data,
    @Setting(
            doc =
                "Column with the class index of each row; without it agreement and output SQNR are"
                    + " reported alone.",
            byDefault = "")
        Optional<String> labelColumn,
    @Setting(
            doc = "Model output that holds the class scores; empty: the model's first output.",
            byDefault = "")
        Optional<String> scoreOutput,
    @Setting(
            doc = "all, or a number N: the N rows with the smallest identity hashes.",
            byDefault = "all")
        SampleLimit samples,
    @Setting(
            doc = "Samples, chosen by hash, on which every quantized tensor's SQNR is measured.",
            byDefault = "32",
            min = 0,
            max = 32)
        int sqnrSamples,
    @Setting(
            doc =
                "Measure every operator quantized by itself, on sqnr-samples rows: the sensitivity"
                    + " table of the report.",
            byDefault = "false")
        boolean sensitivity,
    @Setting(
            doc =
                "Further range methods to quantize with and to validate in the same pass, for"
                    + " comparison.",
            byDefault = "[]",
            oneOf = {
              "auto",
              "minmax",
              "percentile",
              "entropy",
              "mse",
              "sqnr",
              "mean-minmax",
              "median-minmax",
              "mean-no-outliers-minmax",
              "median-no-outliers-minmax",
              "hodges-lehmann-minmax",
              "mean-quantile",
              "removal-outlier",
              "range-estimator",
              "moving-average",
              "l2-histogram",
              "hfmg",
              "ifmr",
              "ort-percentile",
              "ort-entropy-128",
              "tensorrt-entropy",
              "tensorrt-percentile",
              "tensorrt-mse",
              "torch-histogram",
              "tflite-percentile",
              "tflite-mse-bruteforce",
              "tflite-mse-max-frequency",
              "tflite-mse-symmetric"
            })
        List<String> candidates,
    @Setting(
            doc =
                "What is measured: topK for any K, agreement, mcnemar, sqnr, cosine, divergence, f1,"
                    + " roc-auc, mse, mae, psnr, ssim, miou, map, perplexity, token-accuracy, or a"
                    + " metric of a MetricProvider on the class path.",
            byDefault = "[top1, top5, agreement, mcnemar, sqnr, cosine, divergence]")
        List<String> metrics,
    AnnotationConfig annotation,
    DetectionConfig detection,
    @Setting(
            doc =
                "Largest accepted loss by drop-metric; a larger loss ends the command with exit code"
                    + " 3.",
            byDefault = "",
            min = 0)
        Optional<Double> maxDrop,
    @Setting(
            doc =
                "The measure that max-drop limits, such as top1, f1.macro, map or agreement; see"
                    + " docs/formats/report.md.",
            byDefault = "top1")
        String dropMetric,
    @Setting(
            doc =
                "absolute: max-drop is in the measure's own unit (points for top1); relative: in"
                    + " percent of the FP32 model's value.",
            byDefault = "absolute",
            oneOf = {"absolute", "relative"})
        String dropType,
    ControlConfig control,
    RowSelection rows) {

  /** Copies the lists. */
  public ValidationConfig {
    data = List.copyOf(data);
    candidates = List.copyOf(candidates);
    metrics = List.copyOf(metrics);
  }

  /** The same settings with another number of samples on which tensors are compared. */
  public ValidationConfig withSqnrSamples(int other) {
    return new ValidationConfig(
        data,
        labelColumn,
        scoreOutput,
        samples,
        other,
        sensitivity,
        candidates,
        metrics,
        annotation,
        detection,
        maxDrop,
        dropMetric,
        dropType,
        control,
        rows);
  }
}
