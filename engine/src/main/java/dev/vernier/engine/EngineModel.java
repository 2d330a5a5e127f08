package dev.vernier.engine;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import java.util.List;

/**
 * A model made ready once a JVM: operators, decoded constants, packed weights. Thread-safe; every
 * thread that runs it has a session of its own.
 */
public final class EngineModel {
  private final OnnxModel model;
  private final GraphProgram program;
  private final Limits limits;
  private final PreparedWeights prepared;

  private EngineModel(OnnxModel model, GraphProgram program, Limits limits) {
    this.model = model;
    this.program = program;
    this.limits = limits;
    this.prepared = new PreparedWeights(limits, program.constantBytes());
  }

  /** Makes a model ready. Unsupported operators do not fail here; see {@link #unsupported}. */
  public static EngineModel load(OnnxModel model) {
    return load(model, OperatorRegistry.standard());
  }

  /** Makes a model ready with a chosen set of operators. */
  public static EngineModel load(OnnxModel model, OperatorRegistry registry) {
    return load(model, registry, Limits.defaults());
  }

  /**
   * Makes a model ready that may not take more than the limits, neither now nor in any session.
   *
   * @throws VernierException if its constants alone take more
   */
  public static EngineModel load(OnnxModel model, OperatorRegistry registry, Limits limits) {
    return new EngineModel(model, GraphProgram.create(model, registry, limits), limits);
  }

  public OnnxModel model() {
    return model;
  }

  /** Inputs that a run must be given. */
  public List<ValueInfo> inputs() {
    return model.graph().realInputs();
  }

  public List<ValueInfo> outputs() {
    return model.graph().outputs();
  }

  /** One line for each node that cannot run, subgraphs included; empty if the model can run. */
  public List<String> unsupported() {
    return program.unsupported();
  }

  /** A session for one thread; fails with the whole list if any node is unsupported. */
  public InferenceSession newSession(SessionOptions options) {
    List<String> missing = unsupported();
    if (!missing.isEmpty()) {
      throw new VernierException(unsupportedMessage(missing));
    }
    return new InferenceSession(this, options);
  }

  /** A session with default options. */
  public InferenceSession newSession() {
    return newSession(SessionOptions.defaults());
  }

  /**
   * How far outputs may be from those of another correct implementation: what the operators of all
   * nodes declare, one after the other.
   */
  public Tolerance tolerance() {
    return program.tolerance();
  }

  /** Bytes of decoded constants, shared by all sessions. */
  public long constantBytes() {
    return program.constantBytes();
  }

  GraphProgram program() {
    return program;
  }

  /** What a session may take beside the model's constants and what is made from them. */
  RunBudget newBudget() {
    return new RunBudget(limits, constantBytes(), prepared::bytes);
  }

  PreparedWeights prepared() {
    return prepared;
  }

  private static String unsupportedMessage(List<String> missing) {
    return "the model has "
        + missing.size()
        + (missing.size() == 1 ? " node" : " nodes")
        + " that Vernier cannot run:\n  "
        + String.join("\n  ", missing);
  }
}
