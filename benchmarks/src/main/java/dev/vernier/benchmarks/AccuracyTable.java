package dev.vernier.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.ParquetFooters;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.range.RangeMethods;
import dev.vernier.stats.StateSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Accuracy of every range method on labelled data, in Vernier's executor and in ONNX Runtime on the
 * same inputs. Arguments: job files, each with calibration and validation data and a label column.
 *
 * <p>Printed per model and method, in percent of the validation rows: top-1 of FP32 and of the
 * quantized model in Vernier, agreement of the two; top-1 of the quantized model in ONNX Runtime
 * (default optimisation), its agreement with FP32, and the share of rows on which both executors
 * predict the same class of the quantized model.
 */
public final class AccuracyTable {
  private static final OrtEnvironment ORT = OrtEnvironment.getEnvironment();

  private AccuracyTable() {}

  /** One model of the comparison in both executors, and what it predicted so far. */
  private static final class Entry {
    final String name;
    final InferenceSession session;
    final OrtSession ort;
    final List<Integer> ours = new ArrayList<>();
    final List<Integer> theirs = new ArrayList<>();

    Entry(String name, OnnxModel model) throws OrtException {
      this.name = name;
      this.session = EngineModel.load(model).newSession();
      this.ort = ORT.createSession(OnnxWriter.toBytes(model), oneThread());
    }

    void predict(Map<String, Tensor> inputs) throws OrtException {
      ours.add(argmax(session.run(inputs).values().iterator().next().floats()));
      theirs.add(argmax(OrtRun.first(ORT, ort, inputs)));
    }
  }

  /** Default optimisation; one thread, as the executor beside it. */
  private static OrtSession.SessionOptions oneThread() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    return options;
  }

  /** Prints the table of every job file. */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      throw new IllegalArgumentException("expected arguments: job files");
    }
    System.out.println(
        "| model | method | here top-1 | agreement | ORT top-1 | agreement | here = ORT |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (String file : args) {
      table(ConfigLoader.load(Path.of(file), List.of()));
    }
  }

  private static void table(JobConfig job) throws Exception {
    Pipeline pipeline = Pipeline.open(job);
    StateSet states = pipeline.calibrate().states();
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("FP32", pipeline.model().prepared()));
    for (String method : RangeMethods.names()) {
      QuantizationSettings settings = pipeline.settings().withMethod(method);
      entries.add(new Entry(method, pipeline.quantize(states, settings).model()));
    }
    List<Integer> labels = predict(job, pipeline, entries);
    entries.forEach(e -> print(job, e, entries.get(0).ours, labels));
  }

  private static List<Integer> predict(JobConfig job, Pipeline pipeline, List<Entry> entries)
      throws OrtException {
    String label = job.validation().labelColumn().orElseThrow();
    List<Integer> labels = new ArrayList<>();
    for (Row row : rows(job, pipeline, label)) {
      try {
        Map<String, Tensor> inputs = pipeline.preprocessor().apply(row).inputs();
        labels.add(((Number) row.columns().get(label)).intValue());
        for (Entry entry : entries) {
          entry.predict(inputs);
        }
      } catch (BadRowException e) {
        System.err.println("left out: " + e.getMessage());
      }
    }
    return labels;
  }

  private static Iterable<Row> rows(JobConfig job, Pipeline pipeline, String label) {
    TreeSet<String> columns = new TreeSet<>(pipeline.preprocessor().columns());
    columns.add(label);
    Configuration hadoop = new Configuration();
    return ParquetRows.of(ParquetFooters.of(job.validation().data(), hadoop), columns, hadoop);
  }

  private static void print(
      JobConfig job, Entry entry, List<Integer> reference, List<Integer> labels) {
    String model = Path.of(job.model().path()).getFileName().toString().replace(".onnx", "");
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
        model,
        entry.name,
        share(entry.ours, labels),
        share(entry.ours, reference),
        share(entry.theirs, labels),
        share(entry.theirs, reference),
        share(entry.ours, entry.theirs));
  }

  /** Percentage of positions at which both lists hold the same. */
  private static double share(List<Integer> a, List<Integer> b) {
    int equal = 0;
    for (int i = 0; i < a.size(); i++) {
      equal += a.get(i).equals(b.get(i)) ? 1 : 0;
    }
    return 100.0 * equal / a.size();
  }

  private static int argmax(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
