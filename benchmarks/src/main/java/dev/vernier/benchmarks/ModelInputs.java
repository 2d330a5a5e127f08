package dev.vernier.benchmarks;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.ValueInfo;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Inputs to time a model with: noise of an image's usual magnitude for floats, small numbers for
 * integers, ones for masks. A free first dimension is the batch. Models with other free dimensions
 * get a run of their realistic inputs, if these are known: a length of 1 would say little, or not
 * even run; else every other free dimension is 1.
 */
final class ModelInputs {
  private static final int LARGEST_CODE = 100;

  private ModelInputs() {}

  static Map<String, Tensor> of(Path model, List<ValueInfo> inputs, int batch) {
    String name = model.getFileName().toString().replace(".onnx", "");
    return inputs.stream().anyMatch(ModelInputs::hasFreeLength)
        ? RealisticInputs.of(name).stream()
            .map(sequence -> sequence.runs().get(0))
            .filter(run -> run.values().stream().anyMatch(t -> t.rank() > 0 && t.dim(0) == batch))
            .max(Comparator.comparingLong(ModelInputs::elements))
            .orElseGet(() -> of(inputs, batch))
        : of(inputs, batch);
  }

  private static boolean hasFreeLength(ValueInfo input) {
    return input.type().shape().stream().skip(1).anyMatch(dim -> dim.value() <= 0);
  }

  private static long elements(Map<String, Tensor> run) {
    return run.values().stream().mapToLong(Tensor::size).sum();
  }

  static Map<String, Tensor> of(List<ValueInfo> inputs, int batch) {
    Random random = new Random(1);
    Map<String, Tensor> tensors = new HashMap<>();
    for (ValueInfo input : inputs) {
      Tensor tensor = Tensor.allocate(input.type().elementType(), dims(input, batch));
      fill(tensor, input.name().contains("mask"), random);
      tensors.put(input.name(), tensor);
    }
    return tensors;
  }

  private static int[] dims(ValueInfo input, int batch) {
    List<Dim> shape = input.type().shape();
    int[] dims = new int[shape.size()];
    for (int i = 0; i < dims.length; i++) {
      int free = i == 0 ? batch : 1;
      dims[i] = shape.get(i).value() > 0 ? (int) shape.get(i).value() : free;
    }
    return dims;
  }

  private static void fill(Tensor tensor, boolean mask, Random random) {
    for (int i = 0; i < tensor.size(); i++) {
      if (mask) {
        tensor.setDouble(i, 1);
      } else if (tensor.type() == DataType.FLOAT || tensor.type() == DataType.DOUBLE) {
        tensor.setDouble(i, random.nextGaussian());
      } else {
        tensor.setLong(i, tensor.type() == DataType.BOOL ? 1 : random.nextInt(LARGEST_CODE));
      }
    }
  }
}
