package dev.vernier.engine.ops.control;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Subgraph;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Runs a graph a number of times or while a condition holds, carrying values along. */
final class Loop implements ValueOperator {
  private final Subgraph body;
  private final List<ValueInfo> declared;

  Loop(NodeContext context) {
    body = context.subgraph("body");
    declared = context.node().graphAttribute("body").orElseThrow().outputs();
    int given = context.node().inputs().size();
    if (body.inputCount() < 2 || given != body.inputCount() || body.outputCount() < carried() + 1) {
      throw new IllegalArgumentException(
          String.format(
              "its body has %d inputs and %d outputs, which do not fit a node of %d inputs: expected"
                  + " an input for each, and outputs for the condition and every carried value",
              body.inputCount(), body.outputCount(), given));
    }
  }

  private int carried() {
    return body.inputCount() - 2;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    List<TensorFact> results = bodyFacts(inputs);
    List<TensorFact> facts = new ArrayList<>();
    for (TensorFact result : results.subList(1, results.size())) {
      facts.add(TensorFact.unknown(result.type()));
    }
    return facts;
  }

  private List<TensorFact> bodyFacts(List<TensorFact> inputs) {
    List<TensorFact> given = new ArrayList<>();
    given.add(TensorFact.of(DataType.INT64));
    given.add(TensorFact.of(DataType.BOOL));
    for (int i = 0; i < carried(); i++) {
      given.add(TensorFact.unknown(inputs.get(2 + i).type()));
    }
    return body.infer(given, inputs);
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    long limit = inputs[0] == null ? Long.MAX_VALUE : inputs[0].tensor().longAt(0);
    boolean going = inputs[1] == null || inputs[1].tensor().longAt(0) != 0;
    Value[] state = Arrays.copyOfRange(inputs, 2, 2 + carried());
    List<List<Tensor>> scans = new ArrayList<>();
    for (int i = carried() + 1; i < body.outputCount(); i++) {
      scans.add(new ArrayList<>());
    }
    long held = 0;
    for (long iteration = 0; going && iteration < limit; iteration++) {
      workspace.iterate(held + bytes(state));
      Value[] given = new Value[2 + state.length];
      given[0] = Tensor.scalar(iteration);
      given[1] = Tensor.of(new boolean[] {true});
      System.arraycopy(state, 0, given, 2, state.length);
      Value[] results = body.run(given, inputs, workspace);
      going = results[0].tensor().longAt(0) != 0;
      state = Arrays.copyOfRange(results, 1, 1 + state.length);
      for (int i = 0; i < scans.size(); i++) {
        Tensor scan = results[1 + state.length + i].tensor();
        scans.get(i).add(scan);
        held += scan.byteSize();
      }
    }
    return results(inputs, state, scans);
  }

  private static long bytes(Value... values) {
    return Arrays.stream(values).filter(Objects::nonNull).mapToLong(Value::byteSize).sum();
  }

  private Value[] results(Value[] inputs, Value[] state, List<List<Tensor>> scans) {
    Value[] results = Arrays.copyOf(state, state.length + scans.size());
    for (int i = 0; i < state.length; i++) {
      // Without an iteration these are the inputs, whose storage is not the results' own.
      results[i] = state[i] == inputs[2 + i] && state[i] != null ? state[i].copy() : state[i];
    }
    for (int i = 0; i < scans.size(); i++) {
      TensorFact empty = null;
      if (scans.get(i).isEmpty()) {
        List<TensorFact> facts = new ArrayList<>();
        for (Value input : inputs) {
          facts.add(input == null ? null : TensorFact.shapeOf(input));
        }
        TensorFact inferred = bodyFacts(facts).get(1 + state.length + i);
        empty = Slices.declared(declared.get(1 + state.length + i), inferred);
      }
      results[state.length + i] = Slices.stack(scans.get(i), 0, false, empty);
    }
    return results;
  }
}
