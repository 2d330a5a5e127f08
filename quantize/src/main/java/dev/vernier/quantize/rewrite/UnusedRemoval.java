package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.edit.GraphEditor;

/** Drops nodes and constants that no output depends on. */
final class UnusedRemoval implements GraphRewrite {

  @Override
  public String name() {
    return "remove what is not used";
  }

  @Override
  public void apply(GraphEditor graph, Context context) {
    graph.removeUnused();
  }
}
