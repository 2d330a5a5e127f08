package dev.vernier.engine;

import dev.vernier.onnx.Node;
import java.util.List;

/**
 * How a node of a model runs.
 *
 * @param step nodes of the step that computes it, in words, the node itself included; empty if it
 *     takes no step of its own
 * @param how the step's layout, or why there is none
 */
public record NodePlan(Node node, List<String> step, String how) {
  /** Copies the step. */
  public NodePlan {
    step = List.copyOf(step);
  }

  /** Whether the node shares its step with others. */
  public boolean isFused() {
    return step.size() > 1;
  }

  @Override
  public String toString() {
    return isFused() ? how + ", fused: " + String.join(" + ", step) : how;
  }
}
