package dev.vernier.quantize.export;

import dev.vernier.onnx.OnnxModel;

/** QuantizeLinear and DequantizeLinear pairs around float operators. */
final class QdqFormat implements OutputFormat {

  @Override
  public String name() {
    return "qdq";
  }

  @Override
  public boolean needsRanges() {
    return true;
  }

  @Override
  public OnnxModel write(ExportRequest request) {
    return QdqRewriter.rewrite(
        request.prepared(), request.plan(), request.table(), request.settings());
  }
}
