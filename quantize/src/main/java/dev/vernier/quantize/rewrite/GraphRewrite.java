package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.edit.GraphEditor;

/**
 * A rewrite of a whole graph that keeps what it computes; applying it twice changes nothing more.
 */
interface GraphRewrite {

  /** A phrase for reports, such as "fold batch normalisation". */
  String name();

  void apply(GraphEditor graph, Context context);

  /** What rewrites may ask for. */
  record Context(long opset, ConstantEvaluator evaluator) {}
}
