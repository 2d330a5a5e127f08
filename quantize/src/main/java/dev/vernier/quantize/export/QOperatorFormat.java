package dev.vernier.quantize.export;

import dev.vernier.onnx.Node;
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
    OnnxModel model = pairs.withGraph(new QOperatorGraphWriter(pairs).write());
    boolean contributed =
        model.graph().nodes().stream().map(Node::domain).anyMatch(IntegerNode.DOMAIN::equals);
    return contributed && model.opset(IntegerNode.DOMAIN) == 0
        ? model.withOpset(IntegerNode.DOMAIN, 1)
        : model;
  }
}
