package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import java.util.List;
import java.util.Optional;

/** Computes nodes whose inputs are all known; supplied by whoever can run operators. */
@FunctionalInterface
public interface ConstantEvaluator {

  /** Folds nothing. */
  ConstantEvaluator NONE = (node, inputs, opset) -> Optional.empty();

  /**
   * The outputs of a node.
   *
   * @param inputs in order; null where an optional input is absent
   * @return one tensor for each output, named or not; empty if the node cannot be computed
   */
  Optional<List<TensorData>> evaluate(Node node, List<TensorData> inputs, long opset);
}
