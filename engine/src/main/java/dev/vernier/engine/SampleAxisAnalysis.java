package dev.vernier.engine;

import dev.vernier.engine.SampleAxis.Status;
import java.util.List;

/** Follows the sample axis from the inputs through every node of a graph. */
final class SampleAxisAnalysis {
  private final GraphProgram program;
  private final ShapeInference inference;
  private final int batch;
  private final Status[] status;

  private SampleAxisAnalysis(GraphProgram program, ShapeInference inference, int batch) {
    this.program = program;
    this.inference = inference;
    this.batch = batch;
    this.status = new Status[program.valueCount()];
  }

  /**
   * Status of each value.
   *
   * @param batch samples stacked along axis 0 of every input; at 1 nothing needs a proof and every
   *     value that is not constant counts as proven
   */
  static Status[] run(GraphProgram program, ShapeInference inference, int batch) {
    SampleAxisAnalysis analysis = new SampleAxisAnalysis(program, inference, batch);
    analysis.run();
    return analysis.status;
  }

  private void run() {
    for (int id = 0; id < status.length; id++) {
      TensorFact fact = inference.facts()[id];
      status[id] = fact != null && fact.isConstant() ? Status.CONSTANT : Status.UNKNOWN;
    }
    for (int id : program.inputs()) {
      status[id] = Status.PROVEN;
    }
    for (int n = 0; n < program.nodes().size(); n++) {
      visit(program.nodes().get(n), inference.isDynamic(n));
    }
  }

  private void visit(ProgramNode node, boolean dynamic) {
    if (inference.isFolded(node)) {
      return;
    }
    boolean[] proven = dynamic && batch > 1 ? new boolean[node.outputs().length] : prove(node);
    for (int i = 0; i < node.outputs().length; i++) {
      int id = node.outputs()[i];
      if (id >= 0 && status[id] != Status.CONSTANT) {
        status[id] = proven[i] ? Status.PROVEN : Status.UNKNOWN;
      }
    }
  }

  private boolean[] prove(ProgramNode node) {
    boolean[] proven = new boolean[node.outputs().length];
    if (batch == 1) {
      java.util.Arrays.fill(proven, true);
      return proven;
    }
    List<TensorFact> inputs = inference.inputs(node);
    boolean[] carries = new boolean[inputs.size()];
    for (int i = 0; i < carries.length; i++) {
      int id = node.inputs()[i];
      if (id >= 0 && !inputIsHarmless(id)) {
        return proven;
      }
      carries[i] = id >= 0 && carries(id);
    }
    boolean[] claimed =
        NodeEvaluation.named(
            node.label(),
            () -> node.operator().carriesSampleAxis(carries, inputs, inference.outputs(node)));
    for (int i = 0; i < proven.length; i++) {
      proven[i] = claimed[i] && hasBatchRows(node.outputs()[i]);
    }
    return proven;
  }

  /** A value of which nothing is proven spoils whatever is made from it. */
  private boolean inputIsHarmless(int id) {
    return status[id] != Status.UNKNOWN;
  }

  private boolean hasBatchRows(int id) {
    if (id < 0) {
      return false;
    }
    int[] dims = inference.facts()[id].dims();
    return dims != null && dims.length > 0 && dims[0] == batch;
  }

  /** A constant carries the axis if it repeats the same slice for every sample. */
  private boolean carries(int id) {
    if (status[id] == Status.PROVEN) {
      return true;
    }
    return hasBatchRows(id) && rowsRepeat(inference.facts()[id].value());
  }

  private boolean rowsRepeat(Tensor value) {
    int row = value.size() / batch;
    for (int i = row; i < value.size(); i++) {
      if (Double.compare(value.doubleAt(i), value.doubleAt(i - row)) != 0) {
        return false;
      }
    }
    return true;
  }
}
