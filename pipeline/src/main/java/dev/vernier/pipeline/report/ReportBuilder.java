package dev.vernier.pipeline.report;

import dev.vernier.conf.Redaction;
import dev.vernier.pipeline.PassLog;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.data.BadRow;
import dev.vernier.pipeline.metric.CandidateState;
import dev.vernier.pipeline.report.Report.CandidateLine;
import dev.vernier.pipeline.report.Report.NodeLine;
import dev.vernier.pipeline.report.Report.Rows;
import dev.vernier.pipeline.report.Report.StabilityLine;
import dev.vernier.pipeline.report.Report.TensorLine;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.plan.ActivationQuantizer;
import dev.vernier.quantize.plan.Decision;
import dev.vernier.quantize.range.CalibrationTable;
import dev.vernier.quantize.range.RangeStability;
import dev.vernier.stats.HistogramSketch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the plain values of a report. */
public final class ReportBuilder {
  private static final int BINS = 60;

  private final ReportSource source;
  private final Map<String, Double> sqnr;

  private ReportBuilder(ReportSource source) {
    this.source = source;
    this.sqnr = source.validation().map(this::deliveredSqnr).orElse(Map.of());
  }

  /** The report of a job. */
  public static Report build(ReportSource source) {
    return new ReportBuilder(source).report();
  }

  private Map<String, Double> deliveredSqnr(ValidationResult result) {
    return result.candidate(source.candidates().get(0).name()).tensorSqnr().decibels();
  }

  private Report report() {
    Optional<QuantizedModel> quantized = source.quantized();
    return new Report(
        source.model(),
        source.modelDigest(),
        source.referenceBytes(),
        quantized.map(model -> model.table().method()).orElse(null),
        quantized.map(model -> model.table().scheme()).orElse(null),
        rows(source.calibration()),
        source.validation().map(v -> rows(v.log())).orElse(null),
        source.candidates().stream().map(this::candidate).toList(),
        quantized.map(this::tensors).orElse(List.of()),
        quantized.map(ReportBuilder::nodes).orElse(List.of()),
        source.control().map(ControlLines::of).orElse(null),
        source.sensitivity().stream().map(SensitivityLines::finite).toList(),
        source.stability().stream().map(ReportBuilder::stability).toList(),
        source.stopping(),
        source.night().orElse(null),
        source.drift().map(DriftLines::of).orElse(null),
        source.seconds(),
        facts());
  }

  private static StabilityLine stability(RangeStability range) {
    return new StabilityLine(
        range.quantizer(),
        range.range().min(),
        range.range().max(),
        range.minError(),
        range.maxError(),
        range.relativeMove(),
        range.decibels());
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    source.facts().forEach((name, value) -> facts.put(name, Redaction.value(name, value)));
    return facts;
  }

  private static Rows rows(PassLog log) {
    List<String> bad = log.badRows().stream().map(BadRow::toString).map(Redaction::hide).toList();
    return new Rows(log.read(), log.selected(), log.used(), log.bad(), bad);
  }

  private CandidateLine candidate(ReportSource.Size size) {
    Map<String, Double> measures = new LinkedHashMap<>();
    source
        .validation()
        .map(v -> v.candidate(size.name()))
        .map(CandidateState::measures)
        .ifPresent(m -> m.forEach((name, value) -> measures.put(name, finite(value))));
    return new CandidateLine(size.name(), size.bytes(), size.seconds(), measures);
  }

  private static List<NodeLine> nodes(QuantizedModel model) {
    return model.plan().decisions().stream().map(ReportBuilder::node).toList();
  }

  private static NodeLine node(Decision decision) {
    String name =
        decision.node().name().isEmpty() ? decision.node().output(0) : decision.node().name();
    return new NodeLine(name, decision.node().opType(), decision.quantized(), decision.reason());
  }

  private List<TensorLine> tensors(QuantizedModel model) {
    return model.plan().activations().stream()
        .map(quantizer -> tensor(quantizer, model.table().entry(quantizer.name())))
        .toList();
  }

  private TensorLine tensor(ActivationQuantizer quantizer, CalibrationTable.Entry entry) {
    QuantizationParameters parameters = entry.parameters();
    HistogramSketch sketch = sketch(quantizer);
    boolean seen = sketch != null && sketch.count() > 0;
    return new TensorLine(
        quantizer.name(),
        entry.tensors(),
        entry.method(),
        parameters.type().name().toLowerCase(java.util.Locale.ROOT),
        parameters.low(),
        parameters.high(),
        parameters.scale(),
        parameters.zeroPoint(),
        seen ? (double) sketch.min() : null,
        seen ? (double) sketch.max() : null,
        seen ? saturation(sketch, parameters) : null,
        sqnr(entry.tensors()),
        seen ? heights(sketch) : List.of());
  }

  private HistogramSketch sketch(ActivationQuantizer quantizer) {
    boolean known = source.states().tensors().contains(quantizer.statistics());
    return known ? source.states().histogram(quantizer.statistics()) : null;
  }

  /** Values more than half a step outside are clipped; those nearer are rounded like any other. */
  static double saturation(HistogramSketch sketch, QuantizationParameters parameters) {
    double half = parameters.scale() / 2.0;
    double below =
        sketch.min() < parameters.low() - half ? sketch.countAtMost(parameters.low() - half) : 0;
    double above =
        sketch.max() > parameters.high() + half
            ? sketch.count() - sketch.countAtMost(parameters.high() + half)
            : 0;
    return Math.max(0, Math.min(1, (below + above) / sketch.count()));
  }

  /** The worst of the tensors that share a quantizer. */
  private Double sqnr(List<String> tensors) {
    return tensors.stream()
        .map(sqnr::get)
        .filter(v -> v != null && Double.isFinite(v))
        .min(Double::compare)
        .orElse(null);
  }

  /** Heights on a logarithmic scale, as activations pile up at zero. */
  private static List<Double> heights(HistogramSketch sketch) {
    if (!(sketch.max() > sketch.min())) {
      return List.of(1.0);
    }
    double[] counts = sketch.linearCounts(BINS, sketch.min(), sketch.max());
    double most = 0;
    for (double count : counts) {
      most = Math.max(most, count);
    }
    List<Double> heights = new ArrayList<>();
    for (double count : counts) {
      double height = StrictMath.log1p(Math.max(0, count)) / StrictMath.log1p(most);
      heights.add(Math.rint(height * 1000) / 1000);
    }
    return heights;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }
}
