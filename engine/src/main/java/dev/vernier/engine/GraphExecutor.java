package dev.vernier.engine;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Plans and runs one graph for one session: a bounded cache of plans over one arena. */
final class GraphExecutor {
  private final GraphProgram program;
  private final PreparedWeights prepared;
  private final SessionOptions options;
  private final InputDims declared;
  private final Arena arena = new Arena();
  private final SessionWorkspace workspace;
  private final LinkedHashMap<Signature, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);
  private final Value[] ordered;
  private Signature lastSignature;
  private Plan lastPlan;

  /**
   * @param declared what the inputs are checked against; null for the graph of a node
   */
  GraphExecutor(
      GraphProgram program,
      PreparedWeights prepared,
      SessionOptions options,
      InputDims declared,
      RunBudget budget) {
    this.program = program;
    this.prepared = prepared;
    this.options = options;
    this.declared = declared;
    this.workspace = new SessionWorkspace(prepared, budget);
    this.ordered = new Value[program.inputs().length];
  }

  /** The executor of a node's graph. */
  static GraphExecutor nested(GraphProgram program, PreparedWeights prepared, RunBudget budget) {
    return new GraphExecutor(program, prepared, SessionOptions.defaults(), null, budget);
  }

  /** Runs with named inputs; the outputs stay in the plan until the next run. */
  Plan run(Map<String, ? extends Value> inputs, TensorObserver observer) {
    declared.order(inputs, ordered);
    RunBudget budget = workspace.budget();
    long before = budget.held();
    budget.startRun();
    try {
      return run(ordered, observer);
    } finally {
      Arrays.fill(ordered, null);
      budget.restore(before);
    }
  }

  /** Runs with inputs in the program's order. */
  Plan run(Value[] inputs, TensorObserver observer) {
    Plan plan = plan(inputs);
    plan.run(inputs, arena, workspace, observer);
    return plan;
  }

  /** Median time of every step over some runs with named inputs. */
  List<StepTime> stepTimes(Map<String, Tensor> inputs, int runs, LongSupplier clock) {
    Value[] values = new Value[ordered.length];
    declared.order(inputs, values);
    Plan plan = plan(values);
    List<Step> steps = plan.steps();
    long[][] nanos = new long[runs][steps.size()];
    for (long[] run : nanos) {
      plan.runTimed(values, arena, workspace, clock, run);
    }
    plan.release();
    List<StepTime> times = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      int step = i;
      long[] sorted = Arrays.stream(nanos).mapToLong(run -> run[step]).sorted().toArray();
      double median = sorted[runs / 2] * 1e-9;
      times.add(new StepTime(steps.get(i).describe(), median, steps.get(i).multiplyAdds()));
    }
    return times;
  }

  private Plan plan(Value... inputs) {
    if (lastPlan == null || !lastSignature.fits(inputs)) {
      if (lastPlan != null) {
        lastPlan.release();
      }
      lastSignature = Signature.of(inputs);
      lastPlan = plan(lastSignature);
    }
    return lastPlan;
  }

  private Plan plan(Signature signature) {
    Plan known = plans.get(signature);
    if (known != null) {
      return known;
    }
    Plan made = makePlan(signature.facts());
    if (!made.fits(arena)) {
      // They are bound to the array that is about to be replaced, and would keep it in memory.
      plans.clear();
    }
    plans.put(signature, made);
    if (plans.size() > options.planCacheSize()) {
      plans.remove(plans.keySet().iterator().next());
    }
    return made;
  }

  private Plan makePlan(TensorFact[] facts) {
    RunBudget budget = workspace.budget();
    long before = budget.held();
    try {
      ShapeInference inference = ShapeInference.run(program, facts, workspace);
      int batch = declared == null ? 1 : declared.batch(facts);
      Plan made = new PlanBuilder(program, prepared, options, inference, batch).build();
      made.requireRoom(budget);
      return made;
    } finally {
      budget.restore(before);
    }
  }

  int cachedPlans() {
    return plans.size();
  }

  long heldBytes() {
    return arena.bytes() + workspace.heldBytes();
  }

  String describe(Map<String, int[]> inputDims) {
    return plan(new Signature(declared.facts(inputDims))).describe();
  }

  List<NodePlan> nodePlans(Map<String, int[]> inputDims, List<Node> nodes) {
    Plan plan = plan(new Signature(declared.facts(inputDims)));
    return new NodePlans(program, plan).of(nodes);
  }

  Map<String, TensorFact> facts(Map<String, int[]> inputDims) {
    TensorFact[] facts = ShapeInference.run(program, declared.facts(inputDims), workspace).facts();
    Map<String, TensorFact> result = new LinkedHashMap<>();
    for (int id = 0; id < facts.length; id++) {
      if (facts[id] != null) {
        result.put(program.name(id), facts[id]);
      }
    }
    return result;
  }

  /** Plans, and runs once on zeros, for scratch memory is known only from running. */
  MemoryPlan memoryPlan(Map<String, int[]> inputDims, long constantBytes) {
    TensorFact[] facts = declared.facts(inputDims);
    Plan plan = plan(new Signature(facts));
    Value[] zeros = declared.zeros(facts);
    long ioBytes = Arrays.stream(zeros).mapToLong(Value::byteSize).sum();
    try {
      plan.run(zeros, arena, workspace, null);
      ioBytes += outputBytes(plan);
    } catch (VernierException e) {
      ioBytes += ioBytes;
    }
    plan.release();
    return new MemoryPlan(
        plan.arenaBytes(), workspace.heldBytes(), ioBytes, prepared.bytes(), constantBytes);
  }

  private long outputBytes(Plan plan) {
    long bytes = 0;
    for (int i = 0; i < program.outputs().length; i++) {
      bytes += plan.output(i).byteSize();
    }
    return bytes;
  }

  /** Types and shapes of a run's inputs, the key of the plan cache. */
  private record Signature(TensorFact[] facts) {
    static Signature of(Value... inputs) {
      return new Signature(
          Arrays.stream(inputs).map(TensorFact::shapeOf).toArray(TensorFact[]::new));
    }

    boolean fits(Value... inputs) {
      for (int i = 0; i < facts.length; i++) {
        if (!fits(facts[i], inputs[i])) {
          return false;
        }
      }
      return true;
    }

    private static boolean fits(TensorFact fact, Value input) {
      return input instanceof Tensor tensor
          ? fact.type() == tensor.type() && Arrays.equals(fact.dims(), tensor.dimsInternal())
          : !fact.hasDims();
    }

    private List<Object> key() {
      return Arrays.stream(facts).<Object>map(f -> List.of(f.type(), Dims.text(f.dims()))).toList();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Signature signature && key().equals(signature.key());
    }

    @Override
    public int hashCode() {
      return key().hashCode();
    }
  }
}
