package dev.vernier.quantize.export;

import dev.vernier.onnx.OnnxModel;

/**
 * Integer operators (QLinearConv, QLinearMatMul and those of ONNX Runtime's domain) that pass codes
 * to each other, from the plan and ranges that the form of pairs has: that form is written first,
 * and every float operator between pairs that has an integer one becomes it. What has none keeps
 * its pairs, so both forms compute the same.
 */
final class QOperatorFormat implements OutputFormat {

  @Override
  public String name() {
    return "qoperator";
  }

  @Override
  public boolean needsRanges() {
    return true;
  }

  @Override
  public OnnxModel write(ExportRequest request) {
    OnnxModel pairs = new QdqFormat().write(request);
    return ModelHeader.importing(pairs.withGraph(new QOperatorGraphWriter(pairs).write()));
  }
}
