package dev.vernier.benchmarks;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** A model in ONNX Runtime, one thread, all optimisations, inputs and outputs in direct buffers. */
final class OrtModel implements AutoCloseable {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
  private final Map<String, ByteBuffer> results = new LinkedHashMap<>();

  private OrtModel(OrtSession session) {
    this.session = session;
  }

  static OrtModel of(Path model) throws OrtException {
    return new OrtModel(OrtEnvironment.getEnvironment().createSession(model.toString(), options()));
  }

  static OrtModel of(byte[] model) throws OrtException {
    return new OrtModel(OrtEnvironment.getEnvironment().createSession(model, options()));
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    return options;
  }

  void input(String name, Tensor value) throws OrtException {
    inputs.put(name, pinned(direct(value), value));
  }

  /** Declares an output of the type and shape of a result. */
  void output(String name, Tensor like) throws OrtException {
    ByteBuffer buffer = direct(like);
    results.put(name, buffer);
    outputs.put(name, pinned(buffer, like));
  }

  private static ByteBuffer direct(Tensor tensor) {
    ByteBuffer bytes = tensor.toTensorData("").bytes();
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.remaining());
    return buffer.order(ByteOrder.nativeOrder()).put(bytes).rewind();
  }

  private static OnnxTensor pinned(ByteBuffer buffer, Tensor like) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), buffer, dims(like), javaType(like.type()));
  }

  private static OnnxJavaType javaType(DataType type) {
    return switch (type) {
      case FLOAT -> OnnxJavaType.FLOAT;
      case DOUBLE -> OnnxJavaType.DOUBLE;
      case INT64 -> OnnxJavaType.INT64;
      case INT32 -> OnnxJavaType.INT32;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT8 -> OnnxJavaType.INT8;
      case INT16 -> OnnxJavaType.INT16;
      case BOOL -> OnnxJavaType.BOOL;
      default -> throw new IllegalArgumentException("no benchmark for tensors of type " + type);
    };
  }

  private static long[] dims(Tensor tensor) {
    return Arrays.stream(tensor.dims()).asLongStream().toArray();
  }

  void run() {
    try {
      // The results are in the pinned buffers; what is closed only refers to them.
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs without the buffers and hands over what the API returns, as copies on the heap. */
  void runReturning(BiConsumer<String, FloatBuffer> consumer) {
    try (OrtSession.Result returned = session.run(inputs)) {
      for (Map.Entry<String, OnnxValue> output : returned) {
        consumer.accept(output.getKey(), ((OnnxTensor) output.getValue()).getFloatBuffer());
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the last run wrote into the buffer of an output of floats. */
  FloatBuffer buffer(String name) {
    return results.get(name).asFloatBuffer();
  }

  /** The output of the last run. */
  Tensor result(String name, Tensor like) {
    byte[] bytes = new byte[results.get(name).capacity()];
    results.get(name).get(0, bytes);
    return Tensor.from(TensorData.of(name, like.type(), dims(like), bytes));
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
