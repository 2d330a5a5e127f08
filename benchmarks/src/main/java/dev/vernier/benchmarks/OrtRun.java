package dev.vernier.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.engine.Tensor;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/** Runs ONNX Runtime on the executor's tensors. */
final class OrtRun {
  private OrtRun() {}

  /** The first output, which must be of floats, flattened. */
  static float[] first(OrtEnvironment environment, OrtSession session, Map<String, Tensor> inputs)
      throws OrtException {
    Map<String, OnnxTensorLike> fed = new HashMap<>();
    for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
      fed.put(input.getKey(), tensor(environment, input.getValue()));
    }
    try (OrtSession.Result result = session.run(fed)) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    } finally {
      fed.values().forEach(OnnxTensorLike::close);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
    long[] dims = new long[tensor.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = tensor.dim(i);
    }
    int offset = tensor.offset();
    int size = tensor.size();
    return switch (tensor.type()) {
      case FLOAT ->
          OnnxTensor.createTensor(
              environment, FloatBuffer.wrap(tensor.floats(), offset, size).slice(), dims);
      case INT64 ->
          OnnxTensor.createTensor(
              environment, LongBuffer.wrap(tensor.longs(), offset, size).slice(), dims);
      case INT32 ->
          OnnxTensor.createTensor(
              environment, IntBuffer.wrap(tensor.ints(), offset, size).slice(), dims);
      default -> throw new IllegalArgumentException("input of type " + tensor.type());
    };
  }
}
