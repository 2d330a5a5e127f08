package dev.vernier.engine;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The steps for one combination of input shapes, with every value's place. Not thread-safe. */
final class Plan {
  private final List<Place> inputs;
  private final List<Place> outputs;
  private final List<Observation> inputObservations;
  private final Step[] steps;
  private final List<Place> arenaPlaces;
  private final List<Place> dynamicPlaces;
  private final Map<Storage, Integer> needed;
  private final TensorFact[] facts;
  private int boundVersion = -1;

  Plan(PlanDraft draft, TensorFact[] facts) {
    this.inputs = draft.inputs();
    this.outputs = draft.outputs();
    this.inputObservations = draft.inputObservations();
    this.steps = draft.steps().toArray(Step[]::new);
    this.arenaPlaces = draft.arenaPlaces();
    this.dynamicPlaces = draft.runTimePlaces();
    this.needed = ArenaLayout.assign(draft.roots());
    this.facts = facts;
  }

  TensorFact[] facts() {
    return facts;
  }

  /** Bytes of arena that the plan needs. */
  long arenaBytes() {
    return needed.entrySet().stream()
        .mapToLong(e -> (long) e.getValue() * e.getKey().width())
        .sum();
  }

  /** Fails, naming the node whose result is the largest, if the arena is more than is left. */
  void requireRoom(RunBudget budget) {
    Step largest = null;
    Place result = null;
    for (Step step : steps) {
      for (Place place : step.writes()) {
        if (place.isArena() && (result == null || place.bytes() > result.bytes())) {
          largest = step;
          result = place;
        }
      }
    }
    if (result != null) {
      String what =
          "the plan of all activations, of which '"
              + result.name
              + "' of shape "
              + Dims.text(result.fact.dims())
              + " is the largest,";
      NodeEvaluation.named(largest.label(), () -> budget.require(arenaBytes(), what));
    }
  }

  void run(Value[] values, Arena arena, SessionWorkspace workspace, TensorObserver observer) {
    bind(arena);
    for (int i = 0; i < values.length; i++) {
      inputs.get(i).setValue(values[i]);
    }
    if (observer != null) {
      for (int i = 0; i < inputObservations.size(); i++) {
        inputObservations.get(i).finish(observer);
      }
    }
    for (Step step : steps) {
      runStep(step, workspace, observer);
    }
  }

  /** Runs without an observer and stores what a clock of nanoseconds says each step takes. */
  void runTimed(
      Value[] values, Arena arena, SessionWorkspace workspace, LongSupplier clock, long[] nanos) {
    bind(arena);
    for (int i = 0; i < values.length; i++) {
      inputs.get(i).setValue(values[i]);
    }
    long start = clock.getAsLong();
    for (int i = 0; i < steps.length; i++) {
      runStep(steps[i], workspace, null);
      long end = clock.getAsLong();
      nanos[i] = end - start;
      start = end;
    }
  }

  List<Step> steps() {
    return List.of(steps);
  }

  private static void runStep(Step step, SessionWorkspace workspace, TensorObserver observer) {
    try {
      if (observer == null) {
        step.run(workspace);
      } else {
        step.run(workspace, observer);
      }
    } catch (ObserverFailure e) {
      throw e.thrown();
    } catch (RuntimeException e) {
      throw NodeEvaluation.failure(step.label(), e);
    }
    if (observer != null) {
      step.finish(observer);
    }
  }

  /** Value of output {@code i} of the last run; a tensor's storage belongs to the arena. */
  Value output(int i) {
    return outputs.get(i).value();
  }

  /** Whether a run leaves the arena's arrays as they are. */
  boolean fits(Arena arena) {
    return arena.holds(needed);
  }

  /** Lets go of tensors that do not live in the arena. */
  void release() {
    for (int i = 0; i < inputs.size(); i++) {
      inputs.get(i).setValue(null);
    }
    for (int i = 0; i < dynamicPlaces.size(); i++) {
      dynamicPlaces.get(i).setValue(null);
    }
  }

  private void bind(Arena arena) {
    arena.reserve(needed);
    if (boundVersion == arena.version()) {
      return;
    }
    arenaPlaces.forEach(p -> p.bind(arena));
    for (Step step : steps) {
      step.bind();
    }
    boundVersion = arena.version();
  }

  String describe() {
    return java.util.Arrays.stream(steps).map(Step::describe).collect(Collectors.joining("\n"));
  }
}
