package dev.vernier.engine;

/** Makes an operator from a node; a constructor reference of the operator's class, as a rule. */
@FunctionalInterface
public interface OperatorFactory {
  /** Fails with IllegalArgumentException if an attribute is missing or not supported. */
  Operator create(NodeContext node);
}
