package dev.vernier.quantize.tables;

import dev.vernier.onnx.Graph;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.plan.ActivationQuantizer;
import dev.vernier.quantize.plan.FusedActivation;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.range.CalibrationTable;
import java.util.Map;
import java.util.TreeMap;

/** What a range file is written from. */
public record SolvedModel(Graph prepared, QuantizationPlan plan, CalibrationTable table) {

  /** The table's answer for every rounded tensor, in the order of their names. */
  Map<String, CalibrationTable.Entry> tensors() {
    Map<String, CalibrationTable.Entry> tensors = new TreeMap<>();
    for (ActivationQuantizer quantizer : plan.activations()) {
      CalibrationTable.Entry entry = table.entry(quantizer.name());
      tensors.put(quantizer.name(), entry);
      quantizer.tensors().forEach(tensor -> tensors.put(tensor, entry));
    }
    return tensors;
  }

  /**
   * The same with the tensors before fused activations, which have the range of those after: other
   * tools round them.
   */
  Map<String, CalibrationTable.Entry> tensorsBeforeActivations() {
    Map<String, CalibrationTable.Entry> tensors = tensors();
    for (int i = plan.fusedActivations().size() - 1; i >= 0; i--) {
      FusedActivation fused = plan.fusedActivations().get(i);
      CalibrationTable.Entry after = tensors.get(fused.output());
      if (after != null) {
        tensors.putIfAbsent(fused.input(), after);
      }
    }
    return tensors;
  }

  /** The zero point of signed codes on the same grid. */
  static int signedZeroPoint(QuantizationParameters parameters) {
    return parameters.type().isSigned()
        ? parameters.zeroPoint()
        : parameters.zeroPoint() - (1 << (parameters.type().bits() - 1));
  }
}
