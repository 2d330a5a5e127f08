package dev.vernier.quantize;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.edit.GraphEditor;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** ONNX Runtime, the client that reads what is written here. */
public final class Ort implements AutoCloseable {

  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final OrtSession session;

  private Ort(OrtSession session) {
    this.session = session;
  }

  /** A session with the runtime's default optimisation. */
  public static Ort open(OnnxModel model) {
    return open(model, null);
  }

  /** A session that also writes the model it really runs, if a file is given. */
  public static Ort open(OnnxModel model, Path optimized) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(
          optimized == null
              ? OrtSession.SessionOptions.OptLevel.ALL_OPT
              : OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
      if (optimized != null) {
        options.setOptimizedModelFilePath(optimized.toString());
      }
      return new Ort(ENVIRONMENT.createSession(OnnxWriter.toBytes(model), options));
    } catch (OrtException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** A session that runs every node as it is written, so that pairs stay around float operators. */
  public static Ort unoptimized(OnnxModel model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      return new Ort(ENVIRONMENT.createSession(OnnxWriter.toBytes(model), options));
    } catch (OrtException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** The model that the runtime makes of ours. */
  public static OnnxModel optimized(OnnxModel model) {
    try {
      Path file = Files.createTempFile("optimized", ".onnx");
      try {
        open(model, file).close();
        return OnnxReader.read(Files.readAllBytes(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** The model with more of its tensors among its outputs. */
  public static OnnxModel exposing(OnnxModel model, Collection<String> tensors) {
    GraphEditor editor = new GraphEditor(model.graph());
    for (String tensor : tensors) {
      if (!editor.isGraphOutput(tensor) && editor.producer(tensor).isPresent()) {
        editor.addOutput(new ValueInfo(tensor, floatType()));
      }
    }
    return model.withGraph(editor.toGraph());
  }

  private static dev.vernier.onnx.ValueType floatType() {
    return new dev.vernier.onnx.ValueType(dev.vernier.onnx.DataType.FLOAT, null);
  }

  /** Runs on tensors of floats or longs; returns the float outputs by name. */
  public Map<String, float[]> run(Map<String, Input> inputs) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Input> input : inputs.entrySet()) {
        tensors.put(input.getKey(), input.getValue().tensor());
      }
      return outputs(tensors);
    } catch (OrtException e) {
      throw new AssertionError(e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private Map<String, float[]> outputs(Map<String, OnnxTensor> tensors) throws OrtException {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    try (OrtSession.Result result = session.run(tensors)) {
      for (Map.Entry<String, OnnxValue> output : result) {
        if (output.getValue() instanceof OnnxTensor tensor && tensor.getFloatBuffer() != null) {
          FloatBuffer buffer = tensor.getFloatBuffer();
          float[] values = new float[buffer.remaining()];
          buffer.get(values);
          outputs.put(output.getKey(), values);
        }
      }
    }
    return outputs;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** A tensor to feed. */
  public record Input(Object values, long... dims) {
    OnnxTensor tensor() throws OrtException {
      return values instanceof float[] floats
          ? OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(floats), dims)
          : OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap((long[]) values), dims);
    }
  }
}
