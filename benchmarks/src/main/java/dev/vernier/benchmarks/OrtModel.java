package dev.vernier.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model in ONNX Runtime, one thread, all optimisations, inputs and outputs in direct buffers. */
final class OrtModel implements AutoCloseable {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
  private final Map<String, FloatBuffer> results = new LinkedHashMap<>();

  OrtModel(Path model) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    session = OrtEnvironment.getEnvironment().createSession(model.toString(), options);
  }

  void input(String name, float[] values, long[] dims) throws OrtException {
    FloatBuffer buffer = direct(values.length);
    buffer.put(values).rewind();
    inputs.put(name, OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, dims));
  }

  void output(String name, long[] dims) throws OrtException {
    int n = 1;
    for (long d : dims) {
      n *= (int) d;
    }
    FloatBuffer buffer = direct(n);
    results.put(name, buffer);
    outputs.put(name, OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, dims));
  }

  private static FloatBuffer direct(int n) {
    return ByteBuffer.allocateDirect(4 * n).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  void run() {
    try {
      // The results are in the pinned buffers; what is closed only refers to them.
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  float[] result(String name) {
    FloatBuffer buffer = results.get(name);
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
