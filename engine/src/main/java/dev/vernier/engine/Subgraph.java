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
   * Runs the graph; the results have storage of their own.
   *
   * @param inputs one value for each declared input
   * @param nodeInputs what the operator's {@code eval} was given, captured values included
   */
  Value[] run(Value[] inputs, Value[] nodeInputs, Workspace workspace);
}
