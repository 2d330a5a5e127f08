package dev.vernier.benchmarks;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs ONNX Runtime on the executor's tensors. */
final class OrtRun {
  private OrtRun() {}

  /** The first output, which must be of floats, flattened. */
  static float[] first(OrtEnvironment environment, OrtSession session, Map<String, Tensor> inputs)
      throws OrtException {
    return all(environment, session, inputs).values().iterator().next().floats();
  }

  /** All outputs, in the model's order. */
  static Map<String, Tensor> all(
      OrtEnvironment environment, OrtSession session, Map<String, Tensor> inputs)
      throws OrtException {
    Map<String, OnnxTensorLike> fed = new HashMap<>();
    for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
      fed.put(input.getKey(), feed(environment, input.getValue()));
    }
    try (OrtSession.Result result = session.run(fed)) {
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> output : result) {
        outputs.put(output.getKey(), tensor((OnnxTensor) output.getValue()));
      }
      return outputs;
    } finally {
      fed.values().forEach(OnnxTensorLike::close);
    }
  }

  /** A tensor of the executor as one of the runtime; the caller closes it. */
  static OnnxTensor feed(OrtEnvironment environment, Tensor tensor) throws OrtException {
    TensorData data = tensor.toTensorData("");
    ByteBuffer bytes =
        ByteBuffer.allocateDirect((int) data.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(data.bytes().duplicate()).flip();
    OnnxJavaType type = OnnxJavaType.valueOf(tensor.type().name());
    return OnnxTensor.createTensor(environment, bytes, data.dims(), type);
  }

  private static Tensor tensor(OnnxTensor value) {
    ByteBuffer bytes = value.getByteBuffer();
    byte[] raw = new byte[bytes.remaining()];
    bytes.get(raw);
    DataType type = DataType.valueOf(value.getInfo().type.name());
    return Tensor.from(TensorData.of("", type, value.getInfo().getShape(), raw));
  }
}
