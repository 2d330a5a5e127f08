package dev.vernier.conf;

import java.util.List;
import java.util.Map;

/** How the model is quantized. */
public record QuantizationConfig(
    @Setting(
            doc =
                "Form of the quantized model: QuantizeLinear and DequantizeLinear pairs (qdq),"
                    + " integer operators such as QLinearConv (qoperator), or, without calibration,"
                    + " activations rounded at run time (dynamic), weights alone behind"
                    + " DequantizeLinear (weight-only) or in MatMulNBits (matmul-nbits), weights of"
                    + " 1 to 16 bits (packed-weights), 16-bit floats (float16).",
            byDefault = "qdq",
            oneOf = {
              "qdq",
              "qoperator",
              "dynamic",
              "weight-only",
              "matmul-nbits",
              "packed-weights",
              "float16"
            })
        String format,
    @Setting(
            doc = "How ranges are chosen from the collected statistics.",
            byDefault = "auto",
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
        String method,
    @Setting(
            doc = "Share of values inside the range, in percent, for the percentile method.",
            byDefault = "99.999",
            min = 50,
            max = 100)
        double percentile,
    @Setting(
            doc = "Bins of the linear histogram that the entropy method searches.",
            byDefault = "4096",
            min = 512,
            max = 65536)
        int entropyBins,
    RangesConfig ranges,
    @Setting(
            doc = "Type of quantized activations.",
            byDefault = "uint8",
            oneOf = {"uint8", "int8", "uint16", "int16"})
        String activationType,
    @Setting(
            doc =
                "Ranges of activations symmetric about zero; the same as scheme.activation-symmetry"
                    + " = symmetric.",
            byDefault = "false")
        boolean activationSymmetric,
    @Setting(
            doc = "Type of quantized weights.",
            byDefault = "int8",
            oneOf = {"int8", "uint8", "int4", "uint4"})
        String weightType,
    @Setting(doc = "One weight scale for each output channel.", byDefault = "true")
        boolean weightPerChannel,
    @Setting(
            doc =
                "Weights that use 7 bits, for processors whose 8-bit products saturate (x86 before"
                    + " VNNI): none, those of the first layer, or all; true is all, false none.",
            byDefault = "none",
            oneOf = {"none", "first-layer", "all", "true", "false"})
        String reduceRange,
    @Setting(doc = "Quantize the model's outputs too.", byDefault = "false")
        boolean quantizeOutputs,
    @Setting(
            doc =
                "Let the inputs of a Concat share the scale of its output where nothing else reads"
                    + " them.",
            byDefault = "true")
        boolean shareConcat,
    @Setting(
            doc =
                "Which operators are worth quantizing: transformer leaves element-wise operators in"
                    + " floating point, detector the results of the last convolutions; auto"
                    + " recognises attention and detection heads.",
            byDefault = "auto",
            oneOf = {"auto", "cnn", "transformer", "detector"})
        String modelType,
    PlacementConfig placement,
    SchemeConfig scheme,
    WeightOnlyConfig weightOnly,
    PackedWeightsConfig packedWeights,
    Float16Config float16,
    Map<String, OverrideConfig> overrides,
    IgnoredConfig ignored) {

  /** Keeps the map immutable and in file order. */
  public QuantizationConfig {
    overrides = Values.immutable(overrides);
  }

  /** What stays in floating point. */
  public record IgnoredConfig(
      @Setting(doc = "Names of nodes to leave in floating point.", byDefault = "[]")
          List<String> nodes,
      @Setting(
              doc = "Regular expressions of node names to leave in floating point.",
              byDefault = "[]")
          List<String> patterns,
      @Setting(doc = "Operator types to leave in floating point.", byDefault = "[]")
          List<String> types,
      @Setting(
              doc =
                  "Pairs of nodes, as \"FROM -> TO\": all nodes on the paths between them stay in"
                      + " floating point.",
              byDefault = "[]")
          List<String> subgraphs) {

    /** Copies the lists. */
    public IgnoredConfig {
      nodes = List.copyOf(nodes);
      patterns = List.copyOf(patterns);
      types = List.copyOf(types);
      subgraphs = List.copyOf(subgraphs);
    }
  }
}
