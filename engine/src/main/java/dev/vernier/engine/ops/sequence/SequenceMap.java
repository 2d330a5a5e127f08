package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.SequenceValue;
import dev.vernier.engine.Subgraph;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a graph for every tensor of the first sequence, with the tensor at the same position of
 * other sequences and with other tensors as they are; each output is a sequence of the results.
 */
final class SequenceMap implements ValueOperator {
  private final Subgraph body;
  private final List<DataType> types;

  SequenceMap(NodeContext context) {
    Node node = context.node();
    body = context.subgraph("body");
    types =
        node.graphAttribute("body").map(Graph::outputs).orElse(List.of()).stream()
            .map(v -> v.type().elementType())
            .toList();
    if (body.inputCount() != node.inputs().size() || types.size() < node.outputs().size()) {
      throw new IllegalArgumentException(
          String.format(
              "its body has %d inputs and %d outputs, which do not fit a node of %d inputs and %d"
                  + " outputs",
              body.inputCount(), types.size(), node.inputs().size(), node.outputs().size()));
    }
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return types.stream().map(t -> Sequences.UNKNOWN).toList();
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    int count = Sequences.of(inputs[0]).elements().size();
    List<List<Tensor>> results = types.stream().<List<Tensor>>map(t -> new ArrayList<>()).toList();
    long held = 0;
    for (int i = 0; i < count; i++) {
      workspace.iterate(held);
      Value[] sample = body.run(sample(inputs, i, count), inputs, workspace);
      for (int o = 0; o < sample.length; o++) {
        results.get(o).add(sample[o].tensor());
        held += sample[o].byteSize();
      }
    }
    Value[] outputs = new Value[types.size()];
    for (int o = 0; o < outputs.length; o++) {
      outputs[o] = new SequenceValue(types.get(o), results.get(o));
    }
    return outputs;
  }

  private Value[] sample(Value[] inputs, int index, int count) {
    Value[] sample = Arrays.copyOf(inputs, body.inputCount());
    for (int i = 0; i < sample.length; i++) {
      if (sample[i] instanceof SequenceValue sequence) {
        if (sequence.elements().size() != count) {
          throw new IllegalArgumentException(
              "input " + i + " is " + sequence + ": expected " + count + " as in the first");
        }
        sample[i] = sequence.elements().get(index);
      }
    }
    return sample;
  }
}
