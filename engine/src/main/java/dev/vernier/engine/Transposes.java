package dev.vernier.engine;

import dev.vernier.onnx.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds Transpose nodes that leave all elements where they are, alone or after others: pairs that
 * undo each other, and axes of length 1. They become views.
 */
final class Transposes {
  private final GraphProgram program;
  private final ShapeInference inference;
  private final int[] producer;

  private Transposes(GraphProgram program, ShapeInference inference) {
    this.program = program;
    this.inference = inference;
    this.producer = new int[program.valueCount()];
    Arrays.fill(producer, -1);
  }

  /** The program with views in place of such nodes. */
  static GraphProgram removed(GraphProgram program, ShapeInference inference) {
    Transposes transposes = new Transposes(program, inference);
    List<ProgramNode> nodes = new ArrayList<>(program.nodes());
    boolean changed = false;
    for (int n = 0; n < nodes.size(); n++) {
      ProgramNode node = nodes.get(n);
      if (isTranspose(node.node()) && transposes.isKnown(node.outputs()[0])) {
        transposes.producer[node.outputs()[0]] = n;
        int source = transposes.sameElements(node);
        if (source >= 0) {
          int[] inputs = {source};
          nodes.set(n, new ProgramNode(node.node(), new SameElements(), inputs, node.outputs()));
          changed = true;
        }
      }
    }
    return changed ? program.withNodes(nodes) : program;
  }

  private static boolean isTranspose(Node node) {
    return node.is("Transpose") && node.domain().isEmpty();
  }

  private boolean isKnown(int id) {
    TensorFact fact = inference.facts()[id];
    return fact.hasDims() && !fact.isConstant();
  }

  /** The value, up the chain of transpositions, that has the same elements in the same order. */
  private int sameElements(ProgramNode node) {
    int rank = inference.facts()[node.outputs()[0]].rank();
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = i;
    }
    ProgramNode at = node;
    while (true) {
      int[] permutation = permutation(at.node(), rank);
      for (int i = 0; i < rank; i++) {
        axes[i] = permutation[axes[i]];
      }
      int source = at.inputs()[0];
      if (inOrder(axes, inference.facts()[source].dims())) {
        return source;
      }
      if (producer[source] < 0) {
        return -1;
      }
      at = program.nodes().get(producer[source]);
    }
  }

  private static int[] permutation(Node node, int rank) {
    int[] result = new int[rank];
    long[] given = node.hasAttribute("perm") ? node.intsAttribute("perm") : null;
    for (int i = 0; i < rank; i++) {
      result[i] = given == null ? rank - 1 - i : Dims.axis(given[i], rank);
    }
    return result;
  }

  /** Whether the axes that are longer than 1 keep their order. */
  private static boolean inOrder(int[] axes, int[] dims) {
    int before = -1;
    for (int axis : axes) {
      if (dims[axis] != 1 && axis < before) {
        return false;
      }
      before = dims[axis] == 1 ? before : axis;
    }
    return true;
  }

  /** The view itself. */
  private static final class SameElements implements Operator {
    @Override
    public List<TensorFact> infer(List<TensorFact> inputs) {
      throw new IllegalStateException("made when all shapes are known");
    }

    @Override
    public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
      throw new IllegalStateException("a view is not evaluated");
    }

    @Override
    public boolean isView() {
      return true;
    }
  }
}
