package dev.vernier.it.hostile;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Limits;
import dev.vernier.engine.OperatorRegistry;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.onnx.version.VersionConverter;
import dev.vernier.pipeline.PreparedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What must hold for any bytes: each stage ends, and succeeds or fails with a VernierException;
 * what fails at a node names it.
 */
final class Law {
  /** How an input ended; anything else is thrown. */
  enum Outcome {
    RUN,
    REFUSED,

    /** Refused, but only because an operator threw what it should not. */
    REFUSED_WITHOUT_WORDS
  }

  private static final int MOST_FED = 1 << 16;

  private final Limits limits;
  private final SplittableRandom random;

  /** The stage that was reached last, for reports. */
  private String stage = "";

  private String wordless = "";

  Law(Limits limits, SplittableRandom random) {
    this.limits = limits;
    this.random = random;
  }

  String stage() {
    return stage;
  }

  Outcome check(byte[] bytes, Map<String, TensorData> values) {
    try {
      stage = "read";
      OnnxModel model = OnnxReader.read(bytes);
      aside(() -> aside(model));
      return run(model, values);
    } catch (VernierException e) {
      return outcome(e);
    }
  }

  private Outcome outcome(VernierException e) {
    if (!e.getMessage().contains("the operator cannot work with these")) {
      return Outcome.REFUSED;
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    StackTraceElement[] frames = cause.getStackTrace();
    wordless = cause.getClass().getSimpleName();
    for (StackTraceElement frame : frames) {
      if (frame.getClassName().startsWith("dev.vernier")) {
        wordless += " at " + frame;
        break;
      }
    }
    return Outcome.REFUSED_WITHOUT_WORDS;
  }

  /** What was thrown without words, and where. */
  String wordless() {
    return wordless;
  }

  private static void aside(Runnable action) {
    try {
      action.run();
    } catch (VernierException e) {
      // As good as success.
    }
  }

  /** What may be done to a model instead of running it. */
  private void aside(OnnxModel model) {
    switch (random.nextInt(4)) {
      case 0 -> {
        stage = "convert";
        VersionConverter.upgrade(model, 21);
      }
      case 1 -> {
        stage = "prepare";
        PreparedModel.of(model).observable();
      }
      case 2 -> {
        stage = "write";
        OnnxModel again = OnnxReader.read(OnnxWriter.toBytes(model));
        if (!again.graph().nodes().equals(model.graph().nodes())) {
          throw new IllegalStateException("written and read again, the nodes are others");
        }
      }
      default -> {}
    }
  }

  private Outcome run(OnnxModel model, Map<String, TensorData> values) {
    stage = "load";
    EngineModel engine = EngineModel.load(model, OperatorRegistry.standard(), limits);
    InferenceSession session = engine.newSession();
    stage = "sample axis";
    aside(session::sampleAxis);
    for (int round = 0; round < 2; round++) {
      stage = "inputs";
      Map<String, Tensor> inputs = inputs(engine.inputs(), values, round);
      stage = "plan";
      Map<String, int[]> dims = new LinkedHashMap<>();
      inputs.forEach((name, tensor) -> dims.put(name, tensor.dims()));
      named(model, () -> session.describePlan(dims));
      stage = "run";
      named(model, () -> session.run(inputs));
    }
    return Outcome.RUN;
  }

  private static void named(OnnxModel model, Runnable action) {
    try {
      action.run();
    } catch (VernierException e) {
      if (!e.getMessage().contains("put '") && !names(model.graph(), e.getMessage())) {
        throw new IllegalStateException("the message names no node: " + e.getMessage(), e);
      }
      throw e;
    }
  }

  private static boolean names(Graph graph, String message) {
    for (Node node : graph.nodes()) {
      if (message.contains(node.label())
          || node.outputs().stream().anyMatch(o -> !o.isEmpty() && message.contains(o))
          || (!node.name().isEmpty() && message.contains(node.name()))
          || node.subgraphs().stream().anyMatch(g -> names(g, message))) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Tensor> inputs(
      List<ValueInfo> declared, Map<String, TensorData> values, int round) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    for (ValueInfo input : declared) {
      TensorData given = values.get(input.name());
      result.put(
          input.name(),
          given != null && (round == 0 || random.nextBoolean()) ? Tensor.from(given) : made(input));
    }
    return result;
  }

  private Tensor made(ValueInfo input) {
    DataType type = input.type().elementType();
    List<Dim> shape = input.type().shape();
    long[] dims = Absurd.smallDims(random);
    if (shape != null && shape.size() < 10) {
      dims = new long[shape.size()];
      long elements = 1;
      for (int i = 0; i < dims.length; i++) {
        long value = shape.get(i).value();
        dims[i] = value >= 0 && value * elements <= MOST_FED ? value : random.nextInt(1, 4);
        elements *= Math.max(1, dims[i]);
      }
    }
    return Tensor.from(Content.tensor(input.name(), type, dims, random));
  }
}
