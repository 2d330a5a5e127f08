package dev.vernier.engine;

import java.util.ArrayList;
import java.util.List;

/** One action of a plan. */
abstract class Step {
  private final String label;
  private final List<Observation> observations = new ArrayList<>();
  private long multiplyAdds;

  Step(String label) {
    this.label = label;
  }

  /** The node or nodes that the step stands for. */
  String label() {
    return label;
  }

  /** For people: operator, what is fused into it, layout. */
  abstract String describe();

  abstract List<Place> reads();

  abstract List<Place> writes();

  /** Places read that output 0 may be written over, if they are not used any more. */
  List<Place> overwritable() {
    return List.of();
  }

  /** Called whenever places have new storage. */
  void bind() {}

  abstract void run(SessionWorkspace workspace);

  /** Multiplications that the step stands for, see {@link MultiplyAdds}. */
  long multiplyAdds() {
    return multiplyAdds;
  }

  void addMultiplyAdds(long count) {
    multiplyAdds += count;
  }

  void observe(Observation observation) {
    observations.add(observation);
  }

  /** Runs and passes on what is observed of it. */
  final void run(SessionWorkspace workspace, TensorObserver observer) {
    for (int i = 0; i < observations.size(); i++) {
      observations.get(i).start(observer);
    }
    try {
      run(workspace);
    } catch (RuntimeException | Error e) {
      observations.forEach(Observation::abandon);
      throw e;
    }
  }

  final void finish(TensorObserver observer) {
    for (int i = 0; i < observations.size(); i++) {
      observations.get(i).finish(observer);
    }
  }
}
