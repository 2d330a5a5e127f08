package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.edit.GraphEditor;

/** Replaces constants of one node without changing those of others. */
final class WeightEdit {

  private WeightEdit() {}

  /**
   * Stores a new value of a constant.
   *
   * @return the constant's own name if only one node reads it, else a new one
   */
  static String replace(GraphEditor graph, TensorData old, float[] values, long... dims) {
    boolean shared = graph.consumers(old.name()).size() > 1 || graph.isGraphOutput(old.name());
    String name = shared ? graph.freshName(old.name() + "_folded") : old.name();
    return graph.addInitializer(TensorData.ofFloats(name, dims, values));
  }
}
