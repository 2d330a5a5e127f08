package dev.vernier.pipeline.refine;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.plan.RoundedWeight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer of a prepared model and the node that computes it in its QDQ form.
 *
 * @param node in the prepared model
 * @param quantized in the QDQ model
 * @param channelAxis axis of the output channels in the layer's output, from the end if negative
 * @param input the node that gives its first operand in the QDQ model; null if an input does
 * @param weight the node that gives its second operand there
 */
record QuantizedLayer(Node node, Node quantized, int channelAxis, Node input, Node weight) {
  private static final int BIAS = 2;

  /** A bias code this large leaves room for the sums it is added to. */
  private static final double LARGEST_CODE = 1 << 30;

  /**
   * Finds the layers in the QDQ form of a graph. The rewriter writes every weighted node once and
   * in order, so the k-th of a kind is the k-th there.
   */
  static List<QuantizedLayer> match(Graph prepared, List<Node> layers, Graph quantized) {
    Map<String, List<Node>> byType = new HashMap<>();
    Map<Node, Integer> places = new java.util.IdentityHashMap<>();
    for (Node node : prepared.nodes()) {
      List<Node> same = byType.computeIfAbsent(node.opType(), t -> new java.util.ArrayList<>());
      places.put(node, same.size());
      same.add(node);
    }
    Map<String, List<Node>> written = new HashMap<>();
    for (Node node : quantized.nodes()) {
      written.computeIfAbsent(node.opType(), t -> new java.util.ArrayList<>()).add(node);
    }
    Map<String, Node> producers = new HashMap<>();
    quantized.nodes().forEach(node -> producers.put(node.output(0), node));
    return layers.stream()
        .map(node -> of(node, written.get(node.opType()).get(places.get(node)), producers))
        .toList();
  }

  private static QuantizedLayer of(Node node, Node quantized, Map<String, Node> producers) {
    return new QuantizedLayer(
        node,
        quantized,
        node.is("MatMul") ? -1 : 1,
        producers.get(quantized.input(0)),
        producers.get(quantized.input(1)));
  }

  /** Whether both operands of its products are dequantized codes. */
  boolean hasCodes() {
    return isDequantized(input) && isDequantized(weight);
  }

  private static boolean isDequantized(Node producer) {
    return producer != null && producer.is("DequantizeLinear");
  }

  /** The weight's codes in a walk through the quantized model. */
  RoundedWeight weight(Walk walk) {
    Tensor stored = Tensor.from(walk.constant(weight.input(0)));
    byte[] codes = new byte[stored.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) stored.longAt(i);
    }
    float[] scales = walk.constant(weight.input(1)).floats();
    int[] zeroPoints = new int[scales.length];
    if (weight.hasInput(2)) {
      Tensor zero = Tensor.from(walk.constant(weight.input(2)));
      for (int i = 0; i < zeroPoints.length; i++) {
        zeroPoints[i] = (int) zero.longAt(i);
      }
    }
    return new RoundedWeight(codes, scales, zeroPoints);
  }

  /** Changes the weight's codes for the walk. */
  void setWeight(Walk walk, RoundedWeight rounded) {
    TensorData stored = walk.constant(weight.input(0));
    Tensor codes = Tensor.from(stored);
    for (int i = 0; i < codes.size(); i++) {
      codes.setLong(i, rounded.codes()[i]);
    }
    walk.setConstant(codes.toTensorData(stored.name()));
  }

  String output() {
    return node.output(0);
  }

  String quantizedInput() {
    return quantized.input(0);
  }

  String quantizedOutput() {
    return quantized.output(0);
  }

  /** Moves the layer's bias in the walk, as the rewriter will store it; returns the new value. */
  float[] shiftBias(Walk walk, Graph graph, float[] bias, double[] shift) {
    return walk.constant(quantized.input(BIAS)) == null
        ? shiftCodes(walk, dequantize(graph), bias, shift)
        : shiftFloats(walk, quantized.input(BIAS), bias, shift);
  }

  /** Moves a bias that the walk adds in floating point; returns the new value. */
  static float[] shiftFloats(Walk walk, String name, float[] bias, double[] shift) {
    TensorData stored = walk.constant(name);
    float[] moved = new float[bias.length];
    for (int c = 0; c < moved.length; c++) {
      moved[c] = (float) (bias[c] + shift[c]);
    }
    walk.setConstant(TensorData.ofFloats(name, stored.dims(), moved));
    return moved;
  }

  private float[] shiftCodes(Walk walk, Node dequantize, float[] bias, double[] shift) {
    TensorData codes = walk.constant(dequantize.input(0));
    float[] scales = walk.constant(dequantize.input(1)).floats();
    int[] changed = new int[bias.length];
    float[] moved = new float[bias.length];
    for (int c = 0; c < changed.length; c++) {
      double scale = scales[scales.length == 1 ? 0 : c];
      double wanted = bias[c] + shift[c];
      boolean fits = Math.abs(wanted / scale) <= LARGEST_CODE;
      moved[c] = fits ? (float) wanted : bias[c];
      changed[c] = (int) Math.rint(moved[c] / scale);
    }
    walk.setConstant(TensorData.ofInt32s(codes.name(), codes.dims(), changed));
    return moved;
  }

  private Node dequantize(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> n.outputs().contains(quantized.input(BIAS)))
        .findFirst()
        .orElseThrow();
  }
}
