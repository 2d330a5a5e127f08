package dev.vernier.conf;

import java.util.List;

/** How the model is quantized. */
public record QuantizationConfig(
    @Setting(
            doc =
                "Form of the quantized model: QuantizeLinear and DequantizeLinear pairs (qdq), or"
                    + " integer operators such as QLinearConv (qoperator).",
            byDefault = "qdq",
            oneOf = {"qdq", "qoperator"})
        String format,
    @Setting(
            doc = "How ranges are chosen from the collected statistics.",
            byDefault = "mse",
            oneOf = {"minmax", "percentile", "entropy", "mse", "mean-minmax"})
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
    @Setting(
            doc = "Type of quantized activations.",
            byDefault = "uint8",
            oneOf = {"uint8", "int8"})
        String activationType,
    @Setting(doc = "Ranges of activations symmetric about zero.", byDefault = "false")
        boolean activationSymmetric,
    @Setting(
            doc = "Type of quantized weights.",
            byDefault = "int8",
            oneOf = {"int8"})
        String weightType,
    @Setting(doc = "One weight scale for each output channel.", byDefault = "true")
        boolean weightPerChannel,
    @Setting(
            doc =
                "Use 7 bits of weights, for processors whose 8-bit products saturate (x86 before"
                    + " VNNI).",
            byDefault = "false")
        boolean reduceRange,
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
                    + " floating point; auto decides by whether the model holds attention.",
            byDefault = "auto",
            oneOf = {"auto", "cnn", "transformer"})
        String modelType,
    IgnoredConfig ignored) {

  /** What stays in floating point. */
  public record IgnoredConfig(
      @Setting(doc = "Names of nodes to leave in floating point.", byDefault = "[]")
          List<String> nodes,
      @Setting(
              doc = "Regular expressions of node names to leave in floating point.",
              byDefault = "[]")
          List<String> patterns,
      @Setting(doc = "Operator types to leave in floating point.", byDefault = "[]")
          List<String> types) {

    /** Copies the lists. */
    public IgnoredConfig {
      nodes = List.copyOf(nodes);
      patterns = List.copyOf(patterns);
      types = List.copyOf(types);
    }
  }
}
