package dev.vernier.pipeline.refine;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.RoundedWeight;
import dev.vernier.quantize.plan.WeightQuantizer;
import dev.vernier.quantize.refine.RefinableLayers;
import dev.vernier.quantize.refine.WeightRounding;
import java.util.Set;

/** Refines one layer after another while both models are gone through side by side. */
final class LayerRefiner {
  private final GraphIndex index;
  private final QuantizationPlan plan;
  private final Graph quantized;
  private final Walk exact;
  private final Walk rounded;

  /**
   * A refiner of two walks.
   *
   * @param index of the floating-point model, which {@code exact} walks through
   * @param quantized the model that {@code rounded} walks through
   */
  LayerRefiner(GraphIndex index, QuantizationPlan plan, Graph quantized, Walk exact, Walk rounded) {
    this.index = index;
    this.plan = plan;
    this.quantized = quantized;
    this.exact = exact;
    this.rounded = rounded;
  }

  /** Brings both walks to a layer: its exact output and its rounded input are known. */
  void advance(QuantizedLayer layer) {
    exact.advance(Set.of(layer.output()));
    rounded.advance(Set.of(layer.quantizedInput()));
  }

  /** Whether codes of a layer's weight can be chosen by what it reads. */
  boolean canRound(QuantizedLayer layer) {
    return layer.hasCodes()
        && !layer.node().is("ConvTranspose")
        && quantizer(layer).blockSize() == 0
        && index.hasSingleReader(layer.node().input(1));
  }

  /** Chooses the codes of a layer's weight. */
  RoundedWeight round(QuantizedLayer layer, WeightRounding rounding) {
    TensorData weight = constant(layer.node(), 1);
    WeightRounder rounder =
        new WeightRounder(
            LayerShape.of(layer.node(), weight.dims()),
            new WalkSamples(layer, exact, rounded),
            band(layer),
            rounding);
    RoundedWeight found =
        rounder.round(weight.floats(), layer.weight(rounded), quantizer(layer).format().codes());
    layer.setWeight(rounded, found);
    return found;
  }

  /** Corrects a layer's bias; returns the new one. */
  float[] correctBias(QuantizedLayer layer) {
    BiasShift shift = new BiasShift(exact.samples(), band(layer), layer.channelAxis());
    rounded.peek(
        layer.quantizedOutput(),
        (sample, value) -> shift.put(sample, exact.held(sample, layer.output()), value));
    String name = RefinableLayers.biasOf(layer.node(), index).orElseThrow();
    float[] bias = index.constant(name).orElseThrow().floats();
    return layer.node().is("MatMul")
        ? QuantizedLayer.shiftFloats(rounded, name, bias, shift.shifts())
        : layer.shiftBias(rounded, quantized, bias, shift.shifts());
  }

  private PassBand band(QuantizedLayer layer) {
    return PassBand.after(layer.output(), index);
  }

  private WeightQuantizer quantizer(QuantizedLayer layer) {
    String key = GraphIndex.key(layer.node());
    return plan.weights().stream()
        .filter(weight -> weight.node().equals(key) && weight.input() == 1)
        .findFirst()
        .orElseThrow();
  }

  private TensorData constant(Node node, int input) {
    return index.constant(node.input(input)).orElseThrow();
  }
}
