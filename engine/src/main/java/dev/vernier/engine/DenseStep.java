package dev.vernier.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Runs an operator on dense tensors of known shapes. */
final class DenseStep extends Step {
  private final Operator operator;
  private final Place[] ins;
  private final Place[] outs;
  private final Tensor[] inputs;
  private final Tensor[] outputs;

  DenseStep(String label, Operator operator, Place[] ins, Place[] outs) {
    super(label);
    this.operator = operator;
    this.ins = ins;
    this.outs = outs;
    this.inputs = new Tensor[ins.length];
    this.outputs = new Tensor[outs.length];
  }

  @Override
  String describe() {
    return label() + " (dense)";
  }

  @Override
  List<Place> reads() {
    return present(ins);
  }

  @Override
  List<Place> writes() {
    return present(outs);
  }

  static List<Place> present(Place[] places) {
    return new ArrayList<>(Arrays.stream(places).filter(Objects::nonNull).toList());
  }

  @Override
  List<Place> overwritable() {
    return operator.layoutFree() && outs.length == 1 ? List.of(ins[0]) : List.of();
  }

  /** Whether there is nothing to compute: no output has an element. */
  static boolean isEmpty(Tensor... outputs) {
    for (Tensor output : outputs) {
      if (output != null && output.size() > 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  void run(SessionWorkspace workspace) {
    for (int i = 0; i < ins.length; i++) {
      inputs[i] = ins[i] == null ? null : ins[i].tensor;
    }
    for (int i = 0; i < outs.length; i++) {
      outputs[i] = outs[i] == null ? null : outs[i].tensor;
    }
    if (isEmpty(outputs)) {
      return;
    }
    workspace.reset();
    operator.eval(inputs, outputs, workspace);
  }
}
