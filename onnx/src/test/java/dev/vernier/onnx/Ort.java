package dev.vernier.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.vernier.onnx.io.OnnxWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs models in ONNX Runtime. */
public final class Ort {
  private Ort() {}

  public static Map<String, TensorData> run(OnnxModel model, List<TensorData> inputs) {
    return run(OnnxWriter.toBytes(model), inputs);
  }

  public static Map<String, TensorData> run(byte[] model, List<TensorData> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> fed = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(model, options)) {
        for (TensorData input : inputs) {
          fed.put(input.name(), tensor(environment, input));
        }
        try (OrtSession.Result result = session.run(fed)) {
          Map<String, TensorData> outputs = new LinkedHashMap<>();
          for (Map.Entry<String, OnnxValue> entry : result) {
            if (entry.getValue() instanceof OnnxTensor tensor) {
              outputs.put(entry.getKey(), data(entry.getKey(), tensor));
            }
          }
          return outputs;
        }
      }
    } catch (OrtException e) {
      throw new AssertionError(e);
    } finally {
      fed.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, TensorData data)
      throws OrtException {
    ByteBuffer raw = ByteBuffer.allocateDirect((int) data.byteSize());
    raw.order(ByteOrder.nativeOrder()).put(data.bytes()).flip();
    OnnxJavaType type =
        switch (data.type()) {
          case FLOAT -> OnnxJavaType.FLOAT;
          case DOUBLE -> OnnxJavaType.DOUBLE;
          case INT64 -> OnnxJavaType.INT64;
          case INT32 -> OnnxJavaType.INT32;
          case INT8 -> OnnxJavaType.INT8;
          case BOOL -> OnnxJavaType.BOOL;
          case UINT8 -> OnnxJavaType.UINT8;
          case FLOAT16 -> OnnxJavaType.FLOAT16;
          default -> throw new AssertionError("cannot feed " + data);
        };
    return OnnxTensor.createTensor(environment, raw, data.dims(), type);
  }

  private static TensorData data(String name, OnnxTensor tensor) {
    TensorInfo info = tensor.getInfo();
    ByteBuffer raw = tensor.getByteBuffer();
    byte[] bytes = new byte[raw.remaining()];
    raw.get(bytes);
    return TensorData.of(
        name,
        DataType.valueOf(info.onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "")),
        info.getShape(),
        bytes);
  }

  /** Random values for every input that must be fed; unknown sizes are 1 unless given. */
  public static List<TensorData> randomInputs(
      OnnxModel model, long seed, Map<String, long[]> dims) {
    Random random = new Random(seed);
    return model.graph().realInputs().stream()
        .map(
            input ->
                random(
                    random,
                    input.name(),
                    input.type().elementType(),
                    dims.getOrDefault(
                        input.name(),
                        input.type().shape().stream()
                            .mapToLong(d -> d.isKnown() ? d.value() : 1)
                            .toArray())))
        .toList();
  }

  public static TensorData random(Random random, String name, DataType type, long... dims) {
    int n = (int) TensorData.elementCount(name, dims);
    if (type.isFloatingPoint()) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return TensorData.ofFloatsAs(name, type, dims, values);
    }
    return TensorData.ofIntegers(name, type, dims, random.longs(n, 0, 2).toArray());
  }
}
