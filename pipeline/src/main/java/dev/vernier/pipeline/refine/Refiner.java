package dev.vernier.pipeline.refine;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.export.OutputFormats;
import dev.vernier.quantize.export.QdqRewriter;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.range.CalibrationTable;
import dev.vernier.quantize.refine.RefinableLayers;
import dev.vernier.quantize.refine.Refinement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sequential bias correction: layer by layer in graph order, the bias takes up the mean difference,
 * by channel, between what the floating-point layer computes and what the quantized model computes
 * that is quantized, and corrected, up to there. The bias so absorbs what rounding of weights and
 * activations and clipping have done on average to all layers before (M. Nagel et al., "Data-Free
 * Quantization Through Weight Equalization and Bias Correction", ICCV 2019, section 4.2).
 *
 * <p>Both models are gone through once, all samples side by side, and each layer of the quantized
 * one is computed twice: the cost is one floating-point and two quantized runs a sample. Samples
 * come in the order of their hashes and are summed in it, so the result depends on the set alone.
 */
public final class Refiner {
  private final OnnxModel prepared;
  private final QuantizationSettings settings;
  private final GraphIndex index;

  /** A refiner of a prepared model. */
  public Refiner(OnnxModel prepared, QuantizationSettings settings) {
    this.prepared = RefinableLayers.withOwnBiases(prepared);
    this.settings = settings;
    this.index = GraphIndex.of(prepared.graph());
  }

  /**
   * Finds the refinement of the model quantized with these ranges.
   *
   * @param table ranges of every quantizer of the plan
   * @param samples inputs of each sample, in canonical order; as many of the first are used as
   *     {@link WalkMemory} allows
   */
  public Refinement refine(CalibrationTable table, List<Map<String, Tensor>> samples) {
    QuantizationPlan plan = OutputFormats.find(settings.export().format()).plan(prepared, settings);
    OnnxModel quantized = QdqRewriter.rewrite(prepared, plan, table, settings);
    Graph graph = prepared.graph();
    List<QuantizedLayer> layers =
        QuantizedLayer.match(graph, RefinableLayers.of(graph, plan), quantized.graph());
    if (layers.isEmpty() || samples.isEmpty()) {
      return Refinement.none();
    }
    List<Map<String, Tensor>> fitting = new WalkMemory(prepared).fitting(samples);
    Walk exact = new Walk(prepared, fitting);
    Walk rounded = new Walk(quantized, fitting);
    Map<String, float[]> biases = new TreeMap<>();
    for (QuantizedLayer layer : layers) {
      double[] shift = shift(layer, exact, rounded);
      float[] bias = bias(layer.node());
      biases.put(
          GraphIndex.key(layer.node()), layer.shiftBias(rounded, quantized.graph(), bias, shift));
    }
    return new Refinement(biases);
  }

  private double[] shift(QuantizedLayer layer, Walk exact, Walk rounded) {
    exact.advance(Set.of(layer.output()));
    rounded.advance(Set.of(layer.quantizedInput()));
    PassBand band = PassBand.after(layer.output(), index);
    BiasShift shift = new BiasShift(exact.samples(), band, layer.channelAxis());
    rounded.peek(
        layer.quantizedOutput(),
        (sample, value) -> shift.put(sample, exact.held(sample, layer.output()), value));
    return shift.shifts();
  }

  private float[] bias(Node layer) {
    return prepared.graph().initializers().get(layer.input(2)).floats();
  }
}
