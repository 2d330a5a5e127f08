package dev.vernier.engine.ops.control;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Subgraph;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a graph over the slices of inputs, carrying states along and stacking outputs. */
final class Scan implements ValueOperator {
  private final Subgraph body;
  private final List<ValueInfo> declared;
  private final int scanInputs;
  private final boolean batched;
  private final Node node;

  Scan(NodeContext context) {
    body = context.subgraph("body");
    declared = context.node().graphAttribute("body").orElseThrow().outputs();
    node = context.node();
    batched = context.opset() < 9;
    scanInputs = (int) node.intAttribute("num_scan_inputs", 1);
    int given = node.inputs().size() - first();
    boolean fits = scanInputs >= 1 && states() >= 0 && body.outputCount() >= states();
    if (!fits || scanInputs > given || given != body.inputCount()) {
      throw new IllegalArgumentException(
          String.format(
              "num_scan_inputs = %d and a body of %d inputs and %d outputs do not fit a node of %d"
                  + " inputs",
              node.intAttribute("num_scan_inputs", 1),
              body.inputCount(),
              body.outputCount(),
              given));
    }
  }

  private int states() {
    return body.inputCount() - scanInputs;
  }

  private long entry(String attribute, int i) {
    long[] values = node.intsAttribute(attribute);
    return i < values.length ? values[i] : 0;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    List<TensorFact> given = new ArrayList<>();
    for (int i = 0; i < body.inputCount(); i++) {
      given.add(TensorFact.unknown(inputs.get(first() + i).type()));
    }
    List<TensorFact> facts = new ArrayList<>();
    for (TensorFact result : body.infer(given, inputs)) {
      facts.add(TensorFact.unknown(result.type()));
    }
    return facts;
  }

  /** Opset 8 has sequence lengths as input 0, of which only their absence is supported. */
  private int first() {
    return batched ? 1 : 0;
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    Tensor[] own = new Tensor[body.inputCount()];
    for (int i = 0; i < own.length; i++) {
      own[i] = inputs[first() + i].tensor();
    }
    if (!batched) {
      return scan(own, inputs, workspace);
    }
    if (inputs[0] != null) {
      throw new IllegalArgumentException("sequence lengths are not supported");
    }
    List<List<Tensor>> columns = new ArrayList<>();
    for (int b = 0; b < own[0].dim(0); b++) {
      Tensor[] sample = new Tensor[own.length];
      for (int i = 0; i < own.length; i++) {
        sample[i] = Slices.slice(own[i], 0, b);
      }
      Tensor[] results = scan(sample, inputs, workspace);
      for (int i = 0; i < results.length; i++) {
        if (b == 0) {
          columns.add(new ArrayList<>());
        }
        columns.get(i).add(results[i]);
      }
    }
    return columns.stream().map(c -> Slices.stack(c, 0, false, null)).toArray(Tensor[]::new);
  }

  private Tensor[] scan(Tensor[] own, Value[] nodeInputs, Workspace workspace) {
    int states = states();
    Tensor[] state = Arrays.copyOf(own, states);
    int length = 0;
    List<List<Tensor>> stacks = new ArrayList<>();
    for (int i = states; i < body.outputCount(); i++) {
      stacks.add(new ArrayList<>());
    }
    int[] axes = new int[scanInputs];
    for (int i = 0; i < scanInputs; i++) {
      Tensor x = own[states + i];
      axes[i] = batched ? 0 : Dims.axis(entry("scan_input_axes", i), x.rank());
      if (i > 0 && x.dim(axes[i]) != length) {
        throw new IllegalArgumentException(
            "scan inputs have lengths " + length + " and " + x.dim(axes[i]) + ", which differ");
      }
      length = x.dim(axes[i]);
    }
    String directions = batched ? "directions" : "scan_input_directions";
    long held = 0;
    for (int step = 0; step < length; step++) {
      Tensor[] given = Arrays.copyOf(state, states + scanInputs);
      for (int i = 0; i < scanInputs; i++) {
        int index = entry(directions, i) == 0 ? step : length - 1 - step;
        given[states + i] = Slices.slice(own[states + i], axes[i], index);
      }
      workspace.iterate(held);
      Value[] results = body.run(given, nodeInputs, workspace);
      for (int i = 0; i < states; i++) {
        state[i] = results[i].tensor();
      }
      for (int i = 0; i < stacks.size(); i++) {
        stacks.get(i).add(results[states + i].tensor());
        held += results[states + i].byteSize();
      }
    }
    Tensor[] results = Arrays.copyOf(state, states + stacks.size());
    for (int i = 0; i < states; i++) {
      // Without a step these are the inputs, whose storage is not the results' own.
      results[i] = state[i] == own[i] ? state[i].copy() : state[i];
    }
    for (int i = 0; i < stacks.size(); i++) {
      boolean reversed = entry("scan_output_directions", i) != 0;
      int axis = (int) entry("scan_output_axes", i);
      TensorFact empty =
          Slices.declared(declared.get(states + i), TensorFact.unknown(DataType.UNDEFINED));
      results[states + i] = Slices.stack(stacks.get(i), axis, reversed, empty);
    }
    return results;
  }
}
