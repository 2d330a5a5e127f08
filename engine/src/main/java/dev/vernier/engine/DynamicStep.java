package dev.vernier.engine;

import java.util.List;

/** Runs a node whose shapes depend on data: inference again with values, then evaluation. */
final class DynamicStep extends Step {
  private final ProgramNode node;
  private final Place[] ins;
  private final Place[] outs;

  DynamicStep(ProgramNode node, Place[] ins, Place[] outs) {
    super(node.label());
    this.node = node;
    this.ins = ins;
    this.outs = outs;
  }

  @Override
  String describe() {
    return label() + " (shape depends on data)";
  }

  @Override
  List<Place> reads() {
    return DenseStep.present(ins);
  }

  @Override
  List<Place> writes() {
    return DenseStep.present(outs);
  }

  @Override
  void run(SessionWorkspace workspace) {
    Value[] inputs = new Value[ins.length];
    for (int i = 0; i < ins.length; i++) {
      inputs[i] = ins[i] == null ? null : ins[i].value();
    }
    Value[] results = NodeEvaluation.evaluate(node, inputs, workspace);
    for (int i = 0; i < outs.length; i++) {
      if (outs[i] != null) {
        outs[i].setValue(results[i]);
      }
    }
  }
}
