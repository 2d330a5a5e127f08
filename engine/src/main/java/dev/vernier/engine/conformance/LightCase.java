package dev.vernier.engine.conformance;

import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.TensorReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A case of ONNX's "light" models: {@code NAME.onnx} with {@code NAME_output_0.pb} beside it and no
 * recorded input. ONNX's test runner feeds such a model numbers that count up evenly from 0 to 1.
 */
final class LightCase {
  private static final String ENDING = ".onnx";

  private LightCase() {}

  /** Whether a file is the model of such a case. */
  static boolean isModel(Path file) {
    return file.getFileName().toString().endsWith(ENDING) && Files.isRegularFile(output(file, 0));
  }

  /** The first difference in words, or null if there is none. */
  static String difference(InferenceSession session, Path model, ValueComparison comparison) {
    Map<String, Tensor> results = session.run(inputs(session.inputs()));
    for (int i = 0; Files.isRegularFile(output(model, i)); i++) {
      String name = session.outputs().get(i).name();
      Tensor expected = Tensor.from(TensorReader.readTensorProto(output(model, i)));
      String difference = comparison.difference(expected, results.get(name));
      if (difference != null) {
        return "output " + name + ": " + difference;
      }
    }
    return null;
  }

  private static Path output(Path model, int index) {
    String name = model.getFileName().toString();
    String stem = name.substring(0, name.length() - ENDING.length());
    return model.resolveSibling(stem + "_output_" + index + ".pb");
  }

  private static Map<String, Tensor> inputs(List<ValueInfo> declared) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ValueInfo input : declared) {
      List<Dim> shape = input.type().shape();
      if (input.type().elementType() != DataType.FLOAT || shape == null) {
        throw new VernierException(
            "input '" + input.name() + "' of type " + input.type() + " is not recorded");
      }
      inputs.put(input.name(), evenly(shape));
    }
    return inputs;
  }

  private static Tensor evenly(List<Dim> shape) {
    List<Integer> dims = new ArrayList<>();
    shape.forEach(dim -> dims.add((int) Math.max(1, dim.value())));
    Tensor tensor =
        Tensor.allocate(DataType.FLOAT, dims.stream().mapToInt(Integer::intValue).toArray());
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setDouble(i, (double) i / tensor.size());
    }
    return tensor;
  }
}
