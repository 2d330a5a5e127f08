package dev.vernier.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.io.OnnxWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ONNX Runtime as the oracle of tests: one thread, the real client library. */
public final class OrtOracle implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final OrtSession session;

  private OrtOracle(OrtSession session) {
    this.session = session;
  }

  /** A session with ONNX Runtime's default optimisations. */
  public static OrtOracle of(OnnxModel model) {
    return of(OnnxWriter.toBytes(model), OrtSession.SessionOptions.OptLevel.ALL_OPT);
  }

  /** A session that runs the model as written, node by node. */
  public static OrtOracle unoptimised(OnnxModel model) {
    return of(OnnxWriter.toBytes(model), OrtSession.SessionOptions.OptLevel.NO_OPT);
  }

  /** A session of a model file with default optimisations. */
  public static OrtOracle of(Path model) {
    try (OrtSession.SessionOptions options = options(OrtSession.SessionOptions.OptLevel.ALL_OPT)) {
      return new OrtOracle(ENVIRONMENT.createSession(model.toString(), options));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A session of an encoded model. */
  public static OrtOracle of(byte[] model, OrtSession.SessionOptions.OptLevel level) {
    try (OrtSession.SessionOptions options = options(level)) {
      return new OrtOracle(ENVIRONMENT.createSession(model, options));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A model of one node whose inputs are all graph inputs, and every named output an output. */
  public static OnnxModel modelOf(
      Node node, long opset, Map<String, Tensor> inputs, Map<String, DataType> outputs) {
    List<ValueInfo> in = new ArrayList<>();
    inputs.forEach((name, t) -> in.add(new ValueInfo(name, typeOf(t))));
    List<ValueInfo> out = new ArrayList<>();
    outputs.forEach((name, type) -> out.add(new ValueInfo(name, new ValueType(type, null))));
    return OnnxModel.of(opset, new Graph("single", List.of(node), Map.of(), in, out, List.of()));
  }

  private static ValueType typeOf(Tensor tensor) {
    long[] dims = new long[tensor.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = tensor.dim(i);
    }
    return ValueType.tensor(tensor.type(), dims);
  }

  private static OrtSession.SessionOptions options(OrtSession.SessionOptions.OptLevel level)
      throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(level);
    return options;
  }

  /** All outputs, in the model's order. */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, OnnxTensor> fed = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Tensor> entry : inputs.entrySet()) {
        fed.put(entry.getKey(), toOrt(entry.getValue()));
      }
      try (OrtSession.Result result = session.run(fed)) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> entry : result) {
          outputs.put(entry.getKey(), fromOrt((OnnxTensor) entry.getValue()));
        }
        return outputs;
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      fed.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor toOrt(Tensor tensor) throws OrtException {
    TensorData data = tensor.toTensorData("");
    ByteBuffer bytes =
        ByteBuffer.allocateDirect((int) data.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(data.bytes().duplicate()).flip();
    return OnnxTensor.createTensor(ENVIRONMENT, bytes, data.dims(), javaType(tensor.type()));
  }

  private static Tensor fromOrt(OnnxTensor value) {
    TensorInfo info = value.getInfo();
    DataType type = dataType(info.type);
    ByteBuffer bytes = value.getByteBuffer();
    byte[] raw = new byte[bytes.remaining()];
    bytes.get(raw);
    return Tensor.from(TensorData.of("", type, info.getShape(), raw));
  }

  private static DataType dataType(OnnxJavaType type) {
    return DataType.valueOf(type.name());
  }

  private static OnnxJavaType javaType(DataType type) {
    return switch (type) {
      case FLOAT -> OnnxJavaType.FLOAT;
      case DOUBLE -> OnnxJavaType.DOUBLE;
      case INT8 -> OnnxJavaType.INT8;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT16 -> OnnxJavaType.INT16;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case BOOL -> OnnxJavaType.BOOL;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      default -> throw new IllegalArgumentException("the Java client has no type for " + type);
    };
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
