package dev.vernier.pipeline.control;

/**
 * What quantizing one operator does. Ratios are in decibels, positive infinity without noise; a
 * value that does not exist is null.
 *
 * @param operator its first output
 * @param type its operator type
 * @param isolatedSqnr of the model's outputs with this operator alone quantized
 * @param isolatedCosine mean cosine of the outputs with this operator alone quantized
 * @param isolatedDivergence divergence of the class probabilities with this operator alone
 *     quantized
 * @param cumulativeSqnr of its output in the quantized model, where that is rounded
 * @param cumulativeCosine cosine of its output in the quantized model, where that is rounded
 * @param weightSqnr of its weights
 * @param weightCosine cosine of its weights
 * @param saturation largest share of calibration values beyond the range of a tensor it reads
 */
public record OperatorSensitivity(
    String operator,
    String type,
    Double isolatedSqnr,
    Double isolatedCosine,
    Double isolatedDivergence,
    Double cumulativeSqnr,
    Double cumulativeCosine,
    Double weightSqnr,
    Double weightCosine,
    Double saturation) {}
