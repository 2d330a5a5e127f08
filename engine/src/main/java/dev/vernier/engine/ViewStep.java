package dev.vernier.engine;

import java.util.List;

/** Gives the tensor of an input of the run another shape; storage is shared. */
final class ViewStep extends Step {
  private final Place in;
  private final Place out;
  private Tensor lastInput;

  ViewStep(String label, Place in, Place out) {
    super(label);
    this.in = in;
    this.out = out;
  }

  @Override
  String describe() {
    return label() + " (view)";
  }

  @Override
  List<Place> reads() {
    return List.of(in);
  }

  @Override
  List<Place> writes() {
    return List.of(out);
  }

  @Override
  void run(SessionWorkspace workspace) {
    if (in.tensor != lastInput || out.tensor == null) {
      lastInput = in.tensor;
      out.tensor = in.tensor.reshaped(out.fact.dims());
    }
  }
}
