package dev.vernier.quantize;

import java.util.Objects;

/**
 * Everything a user chooses about quantization. Statistics never depend on it: any settings can be
 * solved from the same saved states.
 *
 * @param method name of a range method, see {@code RangeMethods.names()}
 * @param quantizeOutputs also quantize the outputs of the graph
 * @param shareConcat let the inputs of a Concat use the scale of its output where nothing else
 *     reads them, so that concatenation rounds once
 */
public record QuantizationSettings(
    QuantizationScheme scheme,
    String method,
    MethodOptions options,
    IgnoredScope ignored,
    ModelType modelType,
    boolean quantizeOutputs,
    boolean shareConcat) {

  public QuantizationSettings {
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(ignored, "ignored");
    Objects.requireNonNull(modelType, "modelType");
  }

  /** The defaults of the product; no other place states them. */
  public static QuantizationSettings defaults() {
    return new QuantizationSettings(
        QuantizationScheme.defaults(),
        "mse",
        MethodOptions.defaults(),
        IgnoredScope.none(),
        ModelType.AUTO,
        false,
        true);
  }

  public QuantizationSettings withScheme(QuantizationScheme value) {
    return new QuantizationSettings(
        value, method, options, ignored, modelType, quantizeOutputs, shareConcat);
  }

  public QuantizationSettings withMethod(String value) {
    return new QuantizationSettings(
        scheme, value, options, ignored, modelType, quantizeOutputs, shareConcat);
  }

  public QuantizationSettings withOptions(MethodOptions value) {
    return new QuantizationSettings(
        scheme, method, value, ignored, modelType, quantizeOutputs, shareConcat);
  }

  public QuantizationSettings withIgnored(IgnoredScope value) {
    return new QuantizationSettings(
        scheme, method, options, value, modelType, quantizeOutputs, shareConcat);
  }

  public QuantizationSettings withModelType(ModelType value) {
    return new QuantizationSettings(
        scheme, method, options, ignored, value, quantizeOutputs, shareConcat);
  }

  public QuantizationSettings withQuantizeOutputs(boolean value) {
    return new QuantizationSettings(
        scheme, method, options, ignored, modelType, value, shareConcat);
  }

  public QuantizationSettings withShareConcat(boolean value) {
    return new QuantizationSettings(
        scheme, method, options, ignored, modelType, quantizeOutputs, value);
  }
}
