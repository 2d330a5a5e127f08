package dev.vernier.benchmarks;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.edit.GraphEditor;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.PreparedModel;
import java.util.Set;
import java.util.TreeSet;

/** A prepared model with tensors inside it as outputs, as calibrators without an executor do it. */
final class ExposedModel {
  private ExposedModel() {}

  static byte[] of(PreparedModel prepared, Set<String> tensors) {
    OnnxModel model = prepared.prepared();
    GraphEditor editor = new GraphEditor(model.graph());
    for (String tensor : new TreeSet<>(tensors)) {
      if (!editor.isGraphOutput(tensor)) {
        editor.addOutput(new ValueInfo(tensor, new ValueType(DataType.FLOAT, null)));
      }
    }
    Graph graph = editor.toGraph();
    return OnnxWriter.toBytes(model.withGraph(graph));
  }
}
