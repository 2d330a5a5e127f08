package dev.vernier.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.edit.GraphEditor;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.ParquetFooters;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a model's outputs here come to differ from ONNX Runtime's: every node alone, fed what ONNX
 * Runtime computed without optimisation, and the codes along the way when each executor goes on
 * with its own values. Arguments: {@code [--rows N] JOB.conf MODEL.onnx}; the job says how rows of
 * its validation data become inputs.
 */
public final class NodeAgreement {
  private static final OrtEnvironment ORT = OrtEnvironment.getEnvironment();

  private final OnnxModel model;
  private final Map<String, EngineModel> alone = new HashMap<>();
  private final Map<String, Difference> nodes = new TreeMap<>();
  private final Map<String, Difference> codes = new LinkedHashMap<>();
  private final Map<String, Difference> outputs = new LinkedHashMap<>();
  private OrtSession exposed;
  private OrtSession optimised;

  private NodeAgreement(OnnxModel model) {
    this.model = model;
  }

  /** How two series of tensors differ. */
  private static final class Difference {
    private long elements;
    private long differing;
    private double signal;
    private double noise;
    private double largest;

    void add(Tensor expected, Tensor actual) {
      float[] theirs = expected.toFloats();
      float[] ours = actual.toFloats();
      double bound = 0;
      double error = 0;
      for (int i = 0; i < theirs.length; i++) {
        double difference = (double) ours[i] - theirs[i];
        differing += difference != 0 ? 1 : 0;
        signal += (double) theirs[i] * theirs[i];
        noise += difference * difference;
        bound = Math.max(bound, Math.abs(theirs[i]));
        error = Math.max(error, Math.abs(difference));
      }
      elements += theirs.length;
      largest = Math.max(largest, bound == 0 ? error : error / bound);
    }

    String cells() {
      String decibels =
          noise == 0
              ? ""
              : String.format(Locale.ROOT, "%.1f", 10 * StrictMath.log10(signal / noise));
      return String.format(
          Locale.ROOT, "%d | %d | %.1e | %s", elements, differing, largest, decibels);
    }
  }

  /** Prints the tables. */
  public static void main(String[] args) throws Exception {
    boolean some = args.length == 4 && args[0].equals("--rows");
    if (!some && args.length != 2) {
      throw new IllegalArgumentException("expected [--rows N] JOB.conf MODEL.onnx");
    }
    int rows = some ? Integer.parseInt(args[1]) : 1;
    JobConfig job = ConfigLoader.load(Path.of(args[args.length - 2]), List.of());
    NodeAgreement program = new NodeAgreement(OnnxReader.read(Path.of(args[args.length - 1])));
    program.compare(job, rows);
    print("nodes alone, by operator", program.nodes);
    print("codes, each executor with its own values", program.codes);
    print("outputs, beside ONNX Runtime without optimisation", program.outputs);
  }

  private static void print(String title, Map<String, Difference> table) {
    System.out.println(
        "| " + title + " | elements | differing | largest, of the range | SQNR dB |");
    System.out.println("|---|---|---|---|---|");
    table.forEach(
        (name, difference) -> System.out.println("| " + name + " | " + difference.cells() + " |"));
  }

  private void compare(JobConfig job, int most) throws OrtException {
    Pipeline pipeline = Pipeline.open(job);
    TreeSet<String> columns = new TreeSet<>(pipeline.preprocessor().columns());
    Configuration hadoop = new Configuration();
    int left = most;
    for (Row row :
        ParquetRows.of(ParquetFooters.of(job.validation().data(), hadoop), columns, hadoop)) {
      if (left-- == 0) {
        return;
      }
      try {
        compare(pipeline.preprocessor().apply(row).inputs());
      } catch (BadRowException e) {
        System.err.println("left out: " + e.getMessage());
      }
    }
  }

  private void compare(Map<String, Tensor> inputs) throws OrtException {
    Map<String, Tensor> ours = new HashMap<>(inputs);
    for (Node node : model.graph().nodes()) {
      ours.putAll(run(node, ours));
    }
    open(ours);
    Map<String, Tensor> theirs = new HashMap<>(inputs);
    theirs.putAll(OrtRun.all(ORT, exposed, inputs));
    for (Node node : model.graph().nodes()) {
      run(node, theirs)
          .forEach((name, tensor) -> add(nodes, node.opType(), theirs.get(name), tensor));
      String first = node.output(0);
      if (ours.get(first).type().bits() == 8) {
        add(codes, first, theirs.get(first), ours.get(first));
      }
    }
    Map<String, Tensor> fast = OrtRun.all(ORT, optimised, inputs);
    for (ValueInfo output : model.graph().outputs()) {
      String name = output.name();
      add(outputs, name + ", here", theirs.get(name), ours.get(name));
      add(outputs, name + ", ONNX Runtime optimised", theirs.get(name), fast.get(name));
    }
  }

  private static void add(
      Map<String, Difference> table, String name, Tensor expected, Tensor actual) {
    table.computeIfAbsent(name, n -> new Difference()).add(expected, actual);
  }

  /** Opens the runtime's sessions, whose outputs need the types that were found here. */
  private void open(Map<String, Tensor> found) throws OrtException {
    if (exposed != null) {
      return;
    }
    GraphEditor editor = new GraphEditor(model.graph());
    for (Node node : model.graph().nodes()) {
      for (String output : node.outputs()) {
        if (!output.isEmpty() && !editor.isGraphOutput(output)) {
          editor.addOutput(new ValueInfo(output, new ValueType(found.get(output).type(), null)));
        }
      }
    }
    exposed = session(model.withGraph(editor.toGraph()), OptLevel.NO_OPT);
    optimised = session(model, OptLevel.ALL_OPT);
  }

  private static OrtSession session(OnnxModel model, OptLevel level) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setOptimizationLevel(level);
    return ORT.createSession(OnnxWriter.toBytes(model), options);
  }

  private Map<String, Tensor> run(Node node, Map<String, Tensor> values) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (String input : node.inputs()) {
      if (values.containsKey(input)) {
        fed.put(input, values.get(input));
      }
    }
    return alone.computeIfAbsent(node.output(0), key -> load(node, fed)).newSession().run(fed);
  }

  private EngineModel load(Node node, Map<String, Tensor> fed) {
    Map<String, TensorData> constants = new LinkedHashMap<>();
    for (String input : node.inputs()) {
      TensorData constant = model.graph().initializers().get(input);
      if (constant != null) {
        constants.put(input, constant);
      }
    }
    List<ValueInfo> inputs =
        fed.entrySet().stream().map(e -> new ValueInfo(e.getKey(), type(e.getValue()))).toList();
    List<ValueInfo> outputs =
        node.outputs().stream()
            .filter(name -> !name.isEmpty())
            .map(name -> new ValueInfo(name, null))
            .toList();
    Graph graph = new Graph("alone", List.of(node), constants, inputs, outputs, List.of());
    return EngineModel.load(model.withGraph(graph));
  }

  private static ValueType type(Tensor tensor) {
    long[] dims = Arrays.stream(tensor.dims()).asLongStream().toArray();
    return ValueType.tensor(tensor.type(), dims);
  }
}
