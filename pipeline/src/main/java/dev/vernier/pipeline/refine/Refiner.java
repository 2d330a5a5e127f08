package dev.vernier.pipeline.refine;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.export.OutputFormats;
import dev.vernier.quantize.export.QdqRewriter;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.RoundedWeight;
import dev.vernier.quantize.range.CalibrationTable;
import dev.vernier.quantize.refine.RefinableLayers;
import dev.vernier.quantize.refine.RefineSettings;
import dev.vernier.quantize.refine.Refinement;
import dev.vernier.quantize.refine.WeightRounding;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Refines layer by layer in graph order: first the codes of a layer's weight are chosen by what the
 * layer reads in the quantized model, refined up to there, then its bias takes up the mean
 * difference, by channel, between what the floating-point layer computes and what the quantized one
 * does. So layers absorb what rounding and clipping have done in all layers before (M. Nagel et
 * al., "Data-Free Quantization Through Weight Equalization and Bias Correction", ICCV 2019, section
 * 4.2, for biases).
 *
 * <p>Both models are gone through once, all samples side by side, and each layer of the quantized
 * one is computed twice: the cost is one floating-point and two quantized runs a sample. Samples
 * come in the order of their hashes and are summed in it, so the result depends on the set alone.
 */
public final class Refiner {
  private final OnnxModel prepared;
  private final QuantizationSettings settings;
  private final RefineSettings refine;

  /** A refiner of a prepared model. */
  public Refiner(OnnxModel prepared, QuantizationSettings settings, RefineSettings refine) {
    this.prepared = RefinableLayers.withOwnBiases(prepared);
    this.settings = settings;
    this.refine = refine;
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
    GraphIndex index = GraphIndex.of(prepared.graph());
    List<QuantizedLayer> layers =
        QuantizedLayer.match(
            index.graph(), RefinableLayers.of(index.graph(), plan), quantized.graph());
    if (layers.isEmpty() || samples.isEmpty()) {
      return Refinement.none();
    }
    List<Map<String, Tensor>> fitting = new WalkMemory(prepared).fitting(samples);
    Walk exact = new Walk(prepared, fitting);
    Walk rounded = new Walk(quantized, fitting);
    return refine(layers, new LayerRefiner(index, plan, quantized.graph(), exact, rounded));
  }

  private Refinement refine(List<QuantizedLayer> layers, LayerRefiner refiner) {
    Map<String, float[]> biases = new TreeMap<>();
    Map<String, RoundedWeight> weights = new TreeMap<>();
    for (QuantizedLayer layer : layers) {
      String key = GraphIndex.key(layer.node());
      refiner.advance(layer);
      if (refine.rounding() != WeightRounding.NEAREST && refiner.canRound(layer)) {
        weights.put(key, refiner.round(layer, refine.rounding()));
      }
      if (refine.biasCorrection()) {
        biases.put(key, refiner.correctBias(layer));
      }
    }
    return new Refinement(biases, weights);
  }
}
