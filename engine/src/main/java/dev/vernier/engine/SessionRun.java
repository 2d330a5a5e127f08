package dev.vernier.engine;

import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hands named inputs to an executor and its results back. */
final class SessionRun {
  private SessionRun() {}

  static Map<String, Tensor> toNewTensors(
      List<ValueInfo> outputs,
      GraphExecutor executor,
      Map<String, Tensor> inputs,
      TensorObserver observer) {
    Plan plan = executor.run(inputs, observer);
    Map<String, Tensor> results = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      String name = outputs.get(i).name();
      results.put(name, tensor(name, plan.output(i)).copy());
    }
    plan.release();
    return results;
  }

  static Map<String, Value> toNewValues(
      List<ValueInfo> outputs, GraphExecutor executor, Map<String, ? extends Value> inputs) {
    Plan plan = executor.run(inputs, null);
    Map<String, Value> results = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      results.put(outputs.get(i).name(), plan.output(i).copy());
    }
    plan.release();
    return results;
  }

  private static Tensor tensor(String name, Value value) {
    if (value instanceof Tensor tensor) {
      return tensor;
    }
    throw new VernierException(
        "output '" + name + "' is " + value + ", but only tensors are asked for");
  }

  static void into(
      List<ValueInfo> outputs,
      GraphExecutor executor,
      Map<String, Tensor> inputs,
      TensorObserver observer,
      Map<String, Tensor> results) {
    Plan plan = executor.run(inputs, observer);
    for (int i = 0; i < outputs.size(); i++) {
      Tensor target = results.get(outputs.get(i).name());
      if (target != null) {
        String name = outputs.get(i).name();
        store(name, tensor(name, plan.output(i)), target);
      }
    }
    plan.release();
  }

  private static void store(String name, Tensor value, Tensor target) {
    if (target.type() != value.type()
        || !java.util.Arrays.equals(target.dimsInternal(), value.dimsInternal())) {
      throw new VernierException(
          "output '" + name + "' is " + value + ", but the tensor for it is " + target);
    }
    target.set(value);
  }
}
