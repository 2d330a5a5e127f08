package dev.vernier.engine;

import java.util.List;

/** A graph that belongs to a node. Immutable; what running needs is kept in the workspace. */
public interface Subgraph {
  /** Number of inputs the graph declares. */
  int inputCount();

  /** Number of outputs. */
  int outputCount();

  /**
   * Types and shapes of the outputs, with null dims where they depend on data.
   *
   * @param inputs one fact for each declared input
   * @param nodeInputs what the operator's {@code infer} was given, captured values included
   */
  List<TensorFact> infer(List<TensorFact> inputs, List<TensorFact> nodeInputs);

  /**
   * Runs the graph; the results are new tensors.
   *
   * @param inputs one tensor for each declared input
   * @param nodeInputs what the operator's {@code eval} was given, captured values included
   */
  Tensor[] run(Tensor[] inputs, Tensor[] nodeInputs, Workspace workspace);
}
