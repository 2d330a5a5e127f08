package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * The activation and QuantizeLinear that follow an operator, as far as they may be taken into it.
 *
 * @param nodes those taken
 * @param out parameters of the result's codes, null if it stays a float
 * @param codes id of the result
 * @param number id of the numbers that the result's codes stand for, -1 if there is none
 */
record QuantizedTail(
    List<ProgramNode> nodes, Activation activation, CodeParameters out, int codes, int number) {
  /** What follows a node in the graph: nothing, or a clip and QuantizeLinear to 8 bits. */
  static QuantizedTail of(ProgramNode node, GraphUses uses, Tensor[] constants) {
    int value = node.outputs()[0];
    Activation activation = Activation.NONE;
    List<ProgramNode> nodes = new ArrayList<>();
    ProgramNode next = uses.sole(value);
    Activation clip = next == null ? null : clip(next, constants);
    if (clip != null) {
      activation = clip;
      nodes.add(next);
      value = next.outputs()[0];
      next = uses.sole(value);
    }
    CodeParameters out = next == null ? null : quantization(next, constants);
    if (out == null) {
      return none(node);
    }
    nodes.add(next);
    return new QuantizedTail(nodes, activation, out, next.outputs()[0], value);
  }

  private static QuantizedTail none(ProgramNode node) {
    return new QuantizedTail(List.of(), Activation.NONE, null, node.outputs()[0], -1);
  }

  /** The tail of an operator that quantizes its own result. */
  static QuantizedTail within(ProgramNode node, CodeParameters out) {
    return new QuantizedTail(List.of(), Activation.NONE, out, node.outputs()[0], -1);
  }

  private static Activation clip(ProgramNode node, Tensor[] constants) {
    List<TensorFact> facts = new ArrayList<>();
    facts.add(TensorFact.unknown(DataType.FLOAT));
    for (int i = 1; i < node.inputs().length; i++) {
      int id = node.inputs()[i];
      facts.add(id < 0 ? null : fact(constants[id]));
    }
    return Activation.of(node.node(), facts).filter(Activation::isClip).orElse(null);
  }

  private static TensorFact fact(Tensor constant) {
    return constant == null ? TensorFact.unknown(DataType.FLOAT) : TensorFact.constant(constant);
  }

  /** Parameters of a QuantizeLinear to 8 bits by constants, or null. */
  static CodeParameters quantization(ProgramNode node, Tensor[] constants) {
    if (!node.node().is("QuantizeLinear") || node.inputs().length < 3 || node.inputs()[2] < 0) {
      return null;
    }
    return CodeParameters.of(constants[node.inputs()[1]], constants[node.inputs()[2]]);
  }

  int[] outputs() {
    return number < 0 ? new int[] {codes} : new int[] {codes, number};
  }
}
