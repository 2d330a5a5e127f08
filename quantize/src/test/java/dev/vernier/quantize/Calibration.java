package dev.vernier.quantize;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.export.ExportRequest;
import dev.vernier.quantize.export.OutputFormat;
import dev.vernier.quantize.export.OutputFormats;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.range.CalibrationTable;
import dev.vernier.quantize.range.RangeSolving;
import dev.vernier.stats.Folds;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.PerSampleState;
import dev.vernier.stats.StateFamily;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects the states of a prepared model by running it in ONNX Runtime, and quantizes it. */
public final class Calibration {

  private Calibration() {}

  /** States of every observable tensor over some samples. */
  public static StateSet observe(OnnxModel prepared, List<Map<String, Ort.Input>> samples) {
    Set<String> tensors = QuantizationPlan.observable(prepared);
    Map<String, HistogramSketch> sketches = new TreeMap<>();
    Map<String, PerSampleState> perSample = new TreeMap<>();
    try (Ort session = Ort.open(Ort.exposing(prepared, tensors))) {
      for (Map<String, Ort.Input> sample : samples) {
        Map<String, float[]> values = new TreeMap<>(session.run(sample));
        sample.forEach(
            (name, input) -> {
              if (input.values() instanceof float[] floats) {
                values.put(name, floats);
              }
            });
        values.keySet().retainAll(tensors);
        values.forEach(
            (name, floats) -> {
              HistogramSketch sketch = HistogramSketch.of(floats);
              sketches.merge(name, sketch, HistogramSketch::merge);
              perSample.merge(name, PerSampleState.ofSample(sketch), PerSampleState::merge);
            });
      }
    }
    List<StateSet.Entry> entries = new ArrayList<>();
    sketches.forEach((t, s) -> entries.add(new StateSet.Entry(t, 0, StateFamily.HISTOGRAM, s)));
    perSample.forEach((t, s) -> entries.add(new StateSet.Entry(t, 0, StateFamily.PER_SAMPLE, s)));
    long[] counts = new long[Folds.COUNT];
    counts[0] = samples.size();
    return StateSet.of(entries, counts);
  }

  /** The quantized model of a prepared one. */
  public static OnnxModel quantize(
      OnnxModel prepared, StateSet states, QuantizationSettings settings) {
    return quantize(prepared, states, settings, "qdq");
  }

  /** The quantized model of a prepared one in the format of that name. */
  public static OnnxModel quantize(
      OnnxModel prepared, StateSet states, QuantizationSettings settings, String format) {
    QuantizationPlan plan = QuantizationPlan.of(prepared, settings);
    CalibrationTable table = RangeSolving.solve(prepared, plan, states, settings);
    return OutputFormats.find(format).write(new ExportRequest(prepared, plan, table, settings));
  }

  /** The model in a format that needs no ranges. */
  public static OnnxModel quantizeWithoutData(
      OnnxModel prepared, QuantizationSettings settings, String format) {
    OutputFormat found = OutputFormats.find(format);
    QuantizationPlan plan = found.plan(prepared, settings);
    CalibrationTable none = CalibrationTable.none(found.scheme(settings));
    return found.write(new ExportRequest(prepared, plan, none, settings));
  }

  /** Signal to quantization noise ratio in decibels. */
  public static double sqnr(float[] exact, float[] rounded) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < exact.length; i++) {
      double difference = (double) exact[i] - rounded[i];
      signal += (double) exact[i] * exact[i];
      noise += difference * difference;
    }
    return 10 * Math.log10(signal / noise);
  }
}
