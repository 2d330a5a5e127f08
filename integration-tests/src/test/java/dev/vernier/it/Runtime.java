package dev.vernier.it;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.engine.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A model in ONNX Runtime with default options; float inputs, first output. */
final class Runtime implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  Runtime(Path model) throws OrtException {
    session = environment.createSession(model.toString());
  }

  Tensor run(Map<String, Tensor> inputs) throws OrtException {
    Map<String, OnnxTensor> fed = new HashMap<>();
    for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
      fed.put(input.getKey(), feed(input.getValue()));
    }
    try (OrtSession.Result result = session.run(fed)) {
      OnnxTensor first = (OnnxTensor) result.get(0);
      FloatBuffer values = first.getFloatBuffer();
      float[] copy = new float[values.remaining()];
      values.get(copy);
      return Tensor.of(copy, copy.length);
    } finally {
      fed.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor feed(Tensor tensor) throws OrtException {
    long[] shape = new long[tensor.rank()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.dim(i);
    }
    FloatBuffer values = FloatBuffer.wrap(tensor.floats(), tensor.offset(), tensor.size());
    return OnnxTensor.createTensor(environment, values.slice(), shape);
  }

  /** The class with the highest score. */
  static int best(Tensor scores) {
    int best = 0;
    for (int i = 1; i < scores.size(); i++) {
      if (scores.doubleAt(i) > scores.doubleAt(best)) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
