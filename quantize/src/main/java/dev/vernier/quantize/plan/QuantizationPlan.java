package dev.vernier.quantize.plan;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.ModelType;
import dev.vernier.quantize.PlacementSettings;
import dev.vernier.quantize.QuantizationSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What of a prepared model is quantized, and how the parts share quantizers; see {@link #of}. */
public final class QuantizationPlan {

  private final ModelType modelType;
  private final List<ActivationQuantizer> activations;
  private final List<WeightQuantizer> weights;
  private final List<BiasQuantizer> biases;
  private final List<FusedActivation> fused;
  private final List<Decision> decisions;
  private final Set<String> observed;
  private final Map<String, RoundedWeight> rounded;

  QuantizationPlan(
      ModelType modelType,
      List<ActivationQuantizer> activations,
      List<WeightQuantizer> weights,
      List<BiasQuantizer> biases,
      List<FusedActivation> fused,
      List<Decision> decisions,
      Set<String> observed) {
    this(modelType, activations, weights, biases, fused, decisions, observed, Map.of());
  }

  private QuantizationPlan(
      ModelType modelType,
      List<ActivationQuantizer> activations,
      List<WeightQuantizer> weights,
      List<BiasQuantizer> biases,
      List<FusedActivation> fused,
      List<Decision> decisions,
      Set<String> observed,
      Map<String, RoundedWeight> rounded) {
    this.modelType = modelType;
    this.activations = List.copyOf(activations);
    this.weights = List.copyOf(weights);
    this.biases = List.copyOf(biases);
    this.fused = List.copyOf(fused);
    this.decisions = List.copyOf(decisions);
    this.observed = Set.copyOf(observed);
    this.rounded = Map.copyOf(rounded);
  }

  /**
   * The same plan with the codes of some weights.
   *
   * @param codes by the key of the node that reads the weight; others than the plan's are ignored
   */
  public QuantizationPlan withRoundedWeights(Map<String, RoundedWeight> codes) {
    return new QuantizationPlan(
        modelType, activations, weights, biases, fused, decisions, observed, codes);
  }

  /** Plans the quantization of a prepared model; the same inputs give the same plan. */
  public static QuantizationPlan of(OnnxModel prepared, QuantizationSettings settings) {
    settings.placement().ignored().requireMatches(prepared.graph().nodes());
    return PlanBuilder.build(prepared.graph(), settings, observable(prepared));
  }

  /** A plan that rounds constants only, or nothing, with the reasons its format gives. */
  public static QuantizationPlan ofConstants(
      OnnxModel prepared,
      QuantizationSettings settings,
      List<WeightQuantizer> weights,
      List<Decision> decisions) {
    ModelType type =
        new NetworkKind(GraphIndex.of(prepared.graph())).resolve(settings.placement().modelType());
    return new QuantizationPlan(
        type, List.of(), weights, List.of(), List.of(), decisions, Set.of());
  }

  /**
   * The tensors a calibration pass must observe so that any settings can be solved from its states;
   * in the order of their names.
   */
  public static Set<String> observable(OnnxModel prepared) {
    Set<String> tensors = new TreeSet<>();
    for (ModelType type : List.of(ModelType.CNN, ModelType.TRANSFORMER, ModelType.DETECTOR)) {
      for (boolean share : new boolean[] {true, false}) {
        QuantizationSettings settings =
            QuantizationSettings.defaults()
                .withPlacement(
                    PlacementSettings.defaults()
                        .withModelType(type)
                        .withShareConcat(share)
                        .withQuantizeOutputs(true));
        tensors.addAll(PlanBuilder.observable(prepared.graph(), settings));
      }
    }
    return tensors;
  }

  /** The type the plan was made for; never {@code AUTO}. */
  public ModelType modelType() {
    return modelType;
  }

  /** Quantizers of activations, in graph order. */
  public List<ActivationQuantizer> activations() {
    return activations;
  }

  /** Constants stored in 8 bits, in graph order of their readers. */
  public List<WeightQuantizer> weights() {
    return weights;
  }

  /** The codes of weights that are not rounded to the nearest, by the key of their reader. */
  public Map<String, RoundedWeight> roundedWeights() {
    return rounded;
  }

  public List<BiasQuantizer> biases() {
    return biases;
  }

  public List<FusedActivation> fusedActivations() {
    return fused;
  }

  /** One decision for every node of the graph, in its order. */
  public List<Decision> decisions() {
    return decisions;
  }

  /** The tensors whose statistics this plan reads; a subset of {@link #observable}. */
  public Set<String> observedTensors() {
    return new TreeSet<>(observed);
  }

  /** The quantizer that rounds the tensor. */
  public Optional<ActivationQuantizer> quantizerOf(String tensor) {
    return activations.stream().filter(q -> q.tensors().contains(tensor)).findFirst();
  }
}
