package dev.vernier.engine;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueInfo;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Runs a model; for one thread. A plan is made for each combination of input shapes and kept in a
 * bounded cache; activations live in one arena that all plans share.
 */
public final class InferenceSession {
  private final EngineModel model;
  private final SessionOptions options;
  private final GraphExecutor executor;

  InferenceSession(EngineModel model, SessionOptions options) {
    this.model = model;
    this.options = options;
    this.executor =
        new GraphExecutor(
            model.program(), model.prepared(), options, InputDims.of(model), model.newBudget());
  }

  /** A session of a model that shares nothing; fails naming every unsupported node. */
  public static InferenceSession create(OnnxModel model, SessionOptions options) {
    return EngineModel.load(model).newSession(options);
  }

  public List<ValueInfo> inputs() {
    return model.inputs();
  }

  public List<ValueInfo> outputs() {
    return model.outputs();
  }

  public SessionOptions options() {
    return options;
  }

  /** Runs the model; the results are new tensors, in the order of {@link #outputs}. */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    return run(inputs, null);
  }

  /** Runs a model whose inputs and outputs need not be tensors; the results are new values. */
  public Map<String, Value> runValues(Map<String, ? extends Value> inputs) {
    return SessionRun.toNewValues(outputs(), executor, inputs);
  }

  /** Runs the model and passes observed tensors to the observer, if there is one. */
  public Map<String, Tensor> run(Map<String, Tensor> inputs, TensorObserver observer) {
    return SessionRun.toNewTensors(outputs(), executor, inputs, observer);
  }

  /**
   * Runs the model and writes the results into tensors of the caller, for every output that has an
   * entry; their types and shapes must fit. With unchanged static shapes this allocates no tensor.
   */
  public void run(
      Map<String, Tensor> inputs, TensorObserver observer, Map<String, Tensor> outputs) {
    SessionRun.into(outputs(), executor, inputs, observer, outputs);
  }

  /** Memory that runs with these input shapes take; plans them. */
  public MemoryPlan memoryPlan(Map<String, int[]> inputDims) {
    return executor.memoryPlan(inputDims, model.constantBytes());
  }

  /**
   * What is proven of each tensor's dependence on the sample, with free dimensions other than the
   * first taken as small examples; see {@link #sampleAxis(Map)}.
   */
  public SampleAxis sampleAxis() {
    return SampleAxisProbe.probe(model, InputDims.of(model).examples());
  }

  /**
   * What is proven of each tensor's dependence on the sample.
   *
   * @param inputDims shapes of the inputs for one sample, by name, first dimension included
   */
  public SampleAxis sampleAxis(Map<String, int[]> inputDims) {
    return SampleAxisProbe.probe(model, inputDims);
  }

  /** The plan for these input shapes, one line a step: operator, what was fused into it, layout. */
  public String describePlan(Map<String, int[]> inputDims) {
    return executor.describe(inputDims);
  }

  /**
   * Runs the model some times with these inputs and tells what each step of the plan takes.
   *
   * @param clock nanoseconds from any start on
   */
  public List<StepTime> stepTimes(Map<String, Tensor> inputs, int runs, LongSupplier clock) {
    return executor.stepTimes(inputs, runs, clock);
  }

  /** How each node of the model runs with these input shapes, subgraphs left aside. */
  public List<NodePlan> nodePlans(Map<String, int[]> inputDims) {
    return executor.nodePlans(inputDims, model.model().graph().nodes());
  }

  /** Shapes of the inputs for one sample, with other free dimensions taken as a small number. */
  public Map<String, int[]> exampleDims() {
    return InputDims.of(model).examples();
  }

  /** Types and shapes of all tensors for these input shapes; unknown where they depend on data. */
  public Map<String, TensorFact> facts(Map<String, int[]> inputDims) {
    return executor.facts(inputDims);
  }
}
