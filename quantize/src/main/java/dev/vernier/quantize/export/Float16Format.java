package dev.vernier.quantize.export;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.Decision;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import java.util.List;
import java.util.Optional;

/**
 * 16-bit floats: constants and computation, with conversions at the inputs and outputs, which stay
 * 32-bit floats unless asked otherwise, and around operators that would overflow.
 */
final class Float16Format implements OutputFormat {

  @Override
  public String name() {
    return "float16";
  }

  @Override
  public boolean needsRanges() {
    return false;
  }

  @Override
  public QuantizationPlan plan(OnnxModel prepared, QuantizationSettings settings) {
    Float16Operators operators = new Float16Operators(GraphIndex.of(prepared.graph()), settings);
    List<Decision> decisions =
        prepared.graph().nodes().stream()
            .map(node -> decision(node, operators.objection(node)))
            .toList();
    return QuantizationPlan.ofConstants(prepared, settings, List.of(), decisions);
  }

  private static Decision decision(Node node, Optional<String> objection) {
    return new Decision(node, objection.isEmpty(), objection.orElse("computes in 16-bit floats"));
  }

  @Override
  public OnnxModel write(ExportRequest request) {
    OnnxModel prepared = request.prepared();
    Float16GraphWriter writer = new Float16GraphWriter(prepared.graph(), request.settings());
    return ModelHeader.of(prepared.withGraph(writer.write()), this, request);
  }
}
