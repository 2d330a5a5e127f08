package dev.vernier.engine;

import java.util.List;

/**
 * One ONNX operator with its attributes resolved: an immutable, thread-safe value.
 *
 * <p>Lists and arrays of inputs and outputs have one entry a position of the node, null where the
 * node leaves an optional one out. Captured outer values of subgraphs follow the node's own inputs
 * (see {@link NodeContext#subgraph}).
 */
public interface Operator {
  /**
   * Types and shapes of all outputs from what is known of the inputs. With the values of all inputs
   * given, every output must get its dimensions; where a shape depends on a value that is not
   * given, the output's dims are null and the call is repeated at run time with values. Shapes that
   * do not fit raise IllegalArgumentException with a message that states them; the engine adds the
   * node.
   */
  List<TensorFact> infer(List<TensorFact> inputs);

  /**
   * Computes the outputs, which are preallocated dense row-major with the inferred dimensions (and
   * hold arbitrary values); an output that nobody wants is null. Inputs must not be written;
   * outputs never overlap inputs unless {@link #layoutFree()}. Large scratch memory comes from the
   * workspace.
   */
  void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace);

  /** How far results may be from those of another correct implementation. */
  default Tolerance tolerance() {
    return Tolerance.exact();
  }

  /**
   * Proves for each output that it carries the sample axis at 0: slice {@code s} of the output
   * along axis 0 depends on nothing but slice {@code s} of the inputs that carry it and on
   * constants, and is what the operator would give for that slice alone. The answer must be false
   * unless that is certain. {@code inputCarries[i]} is true for an input that carries the sample
   * axis; an input that does not is harmless only if its fact has a value. Shapes are those of a
   * batch of 2 or more.
   */
  default boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return new boolean[outputs.size()];
  }

  /**
   * True for a pointwise function of its one non-constant FLOAT input (input 0) with output of the
   * same shape and type FLOAT, each element the same function whatever its position. The engine may
   * then run it on any memory layout (as a flat tensor of another shape, padding included) and with
   * the output being the input itself.
   */
  default boolean layoutFree() {
    return false;
  }

  /**
   * True if output 0 is the elements of input 0, same type and order, under another shape (Reshape,
   * Identity, Flatten, …). The engine then shares the storage and does not call eval.
   */
  default boolean isView() {
    return false;
  }

  /**
   * Called when a plan is made, with what is known of the inputs: an equivalent operator prepared
   * for these constants (weights packed, tables made), or this. Results must not change by a bit.
   * What is made from constants goes through {@code prepared}, so that all plans and sessions share
   * it.
   */
  default Operator prepare(List<TensorFact> inputs, PreparedWeights prepared) {
    return this;
  }

  /**
   * An equivalent operator whose sums of products of whole numbers are exact below 2^24, whatever
   * the shapes.
   */
  default Operator exact() {
    return this;
  }

  /**
   * How the operator computes floats run by run, if it does and these inputs allow it; null if not.
   * Shapes of all inputs are known.
   */
  default RunForm runForm(List<TensorFact> inputs) {
    return null;
  }

  /**
   * The axes, marked, of an input of the given rank (at least 1) that together form a row, if the
   * operator is a function of rows, each on its own; null if it is not.
   */
  default boolean[] rowAxes(int rank) {
    return null;
  }

  /** False if two evaluations with the same inputs may differ; such a node is never folded. */
  default boolean deterministic() {
    return true;
  }
}
