package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes between DequantizeLinear and QuantizeLinear that work on every element for itself: what
 * they do to a code is known by letting them do it to every code.
 *
 * @param nodes the nodes, then QuantizeLinear
 * @param in parameters of the codes that are dequantized
 */
record CodeChain(List<ProgramNode> nodes, CodeParameters in, CodeParameters out) {
  /** Side of the square image of all codes. */
  private static final int SIDE = 16;

  /** Channels beyond which tables would be too large. */
  private static final int MOST_CHANNELS = 4096;

  /** The chain that begins with a node which reads dequantized codes, or null. */
  static CodeChain from(ProgramNode first, CodeParameters in, Constants constants) {
    GraphUses uses = constants.uses();
    List<ProgramNode> nodes = new ArrayList<>();
    ProgramNode node = first;
    while (node != null && isElementwise(node, constants)) {
      nodes.add(node);
      ProgramNode next = uses.sole(node.outputs()[0]);
      node = next != null && next.inputs()[0] == node.outputs()[0] ? next : null;
    }
    CodeParameters out =
        node == null ? null : QuantizedTail.quantization(node, constants.tensors());
    if (out == null || !(in.scale() > 0) || !(out.scale() > 0)) {
      return null;
    }
    nodes.add(node);
    CodeChain chain = new CodeChain(nodes, in, out);
    return chain.channels(constants) > 0 ? chain : null;
  }

  private static boolean isElementwise(ProgramNode node, Constants constants) {
    for (int i = 1; i < node.inputs().length; i++) {
      int id = node.inputs()[i];
      if (id >= 0 && !constants.has(id)) {
        return false;
      }
    }
    for (int i = 1; i < node.outputs().length; i++) {
      if (node.outputs()[i] >= 0) {
        return false;
      }
    }
    return node.operator().layoutFree() || isBatchNormalization(node);
  }

  private static boolean isBatchNormalization(ProgramNode node) {
    return node.node().is("BatchNormalization")
        && node.node().intAttribute("spatial", 1) != 0
        && node.node().intAttribute("training_mode", 0) == 0;
  }

  /** Channels that are treated apart; 1 for none, 0 if the nodes disagree. */
  private int channels(Constants constants) {
    int channels = 1;
    for (ProgramNode node : nodes) {
      if (isBatchNormalization(node)) {
        int here = constants.value(node.inputs()[1]).size();
        if ((channels > 1 && here != channels) || here > MOST_CHANNELS) {
          return 0;
        }
        channels = here;
      }
    }
    return channels;
  }

  /** Id of what is quantized. */
  int number() {
    return nodes.get(nodes.size() - 1).inputs()[0];
  }

  /** Id of the resulting codes. */
  int codes() {
    return nodes.get(nodes.size() - 1).outputs()[0];
  }

  /** What the chain makes of every code. */
  CodeMap map(Constants constants) {
    RunBudget budget = constants.workspace().budget();
    long before = budget.held();
    try {
      return evaluated(constants);
    } finally {
      budget.restore(before);
    }
  }

  private CodeMap evaluated(Constants constants) {
    int channels = channels(constants);
    float[] numbers = new float[channels * CodeMap.CODES];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (in.low() + i % CodeMap.CODES - in.zeroPoint()) * in.scale();
    }
    Tensor value = Tensor.wrap(DataType.FLOAT, numbers, 0, new int[] {1, channels, SIDE, SIDE});
    Tensor unrounded = value;
    for (ProgramNode node : nodes) {
      unrounded = value;
      Value[] inputs = new Value[node.inputs().length];
      for (int i = 0; i < inputs.length; i++) {
        int id = node.inputs()[i];
        inputs[i] = i > 0 && id >= 0 ? constants.value(id) : null;
      }
      inputs[0] = value;
      value = NodeEvaluation.evaluate(node, inputs, constants.workspace())[0].tensor();
    }
    double[] units = new double[numbers.length];
    byte[] table = new byte[numbers.length];
    for (int i = 0; i < units.length; i++) {
      units[i] = unrounded.floats()[unrounded.offset() + i] / (double) out.scale();
      table[i] = value.bytes()[value.offset() + i];
    }
    return CodeMap.of(in, out, table, units);
  }

  /**
   * The constants of a graph, quantized ones among them.
   *
   * @param tensors by value id, null for what is no constant
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Constants(Tensor[] tensors, GraphUses uses, SessionWorkspace workspace) {
    /** Whether a value is a constant or dequantized from constants. */
    boolean has(int id) {
      return tensors[id] != null || dequantized(id) != null;
    }

    Tensor value(int id) {
      if (tensors[id] != null) {
        return tensors[id];
      }
      ProgramNode node = dequantized(id);
      Value[] inputs = new Value[node.inputs().length];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = node.inputs()[i] < 0 ? null : tensors[node.inputs()[i]];
      }
      return NodeEvaluation.evaluate(node, inputs, workspace)[0].tensor();
    }

    private ProgramNode dequantized(int id) {
      ProgramNode node = uses.producer(id, "DequantizeLinear");
      if (node == null) {
        return null;
      }
      for (int input : node.inputs()) {
        if (input >= 0 && tensors[input] == null) {
          return null;
        }
      }
      return node;
    }
  }
}
