package dev.vernier.pipeline.report;

import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.control.OperatorSensitivity;
import dev.vernier.quantize.plan.ActivationQuantizer;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.StateSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines of the sensitivity table. */
public final class SensitivityLines {
  private SensitivityLines() {}

  /** Share of calibration values beyond the range of each tensor that is rounded. */
  public static Map<String, Double> saturations(QuantizedModel quantized, StateSet states) {
    Map<String, Double> shares = new HashMap<>();
    for (ActivationQuantizer quantizer : quantized.plan().activations()) {
      if (states.tensors().contains(quantizer.statistics())) {
        HistogramSketch sketch = states.histogram(quantizer.statistics());
        if (sketch.count() > 0) {
          double share =
              ReportBuilder.saturation(
                  sketch, quantized.table().entry(quantizer.name()).parameters());
          quantizer.tensors().forEach(tensor -> shares.put(tensor, share));
        }
      }
    }
    return shares;
  }

  /** The table as JSON, one object an operator. */
  public static String json(List<OperatorSensitivity> lines) {
    return ReportFiles.text(lines.stream().map(SensitivityLines::finite).toList());
  }

  /** JSON has no infinities: what is not finite is null. */
  static OperatorSensitivity finite(OperatorSensitivity line) {
    return new OperatorSensitivity(
        line.operator(),
        line.type(),
        finite(line.isolatedSqnr()),
        finite(line.isolatedCosine()),
        finite(line.isolatedDivergence()),
        finite(line.cumulativeSqnr()),
        finite(line.cumulativeCosine()),
        finite(line.weightSqnr()),
        finite(line.weightCosine()),
        finite(line.saturation()));
  }

  private static Double finite(Double value) {
    return value != null && Double.isFinite(value) ? value : null;
  }

  static Map<String, String> view(OperatorSensitivity line) {
    Map<String, String> view = new LinkedHashMap<>();
    view.put("operator", line.operator());
    view.put("type", line.type());
    view.put("isolatedSqnr", ReportTexts.text("%.1f", line.isolatedSqnr()));
    view.put("isolatedCosine", ReportTexts.text("%.6f", line.isolatedCosine()));
    view.put("isolatedDivergence", ReportTexts.text("%.6f", line.isolatedDivergence()));
    view.put("cumulativeSqnr", ReportTexts.text("%.1f", line.cumulativeSqnr()));
    view.put("cumulativeCosine", ReportTexts.text("%.6f", line.cumulativeCosine()));
    view.put("weightSqnr", ReportTexts.text("%.1f", line.weightSqnr()));
    view.put("weightCosine", ReportTexts.text("%.6f", line.weightCosine()));
    view.put("saturation", ReportTexts.text("%.5f", line.saturation()));
    return view;
  }
}
