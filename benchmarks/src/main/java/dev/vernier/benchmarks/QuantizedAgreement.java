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
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.ParquetFooters;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Whole quantized models here and in ONNX Runtime (default optimisation) on the same rows: how
 * often both predict the same class, and how far this executor's output is from ONNX Runtime's, as
 * a signal to noise ratio. Arguments: {@code [--rows N] JOB.conf QUANTIZED.onnx...}; the job says
 * how rows of its validation data become inputs.
 */
public final class QuantizedAgreement {
  private static final OrtEnvironment ORT = OrtEnvironment.getEnvironment();

  private QuantizedAgreement() {}

  /** One model in both executors, and how they compared so far. */
  private static final class Entry {
    final String name;
    final InferenceSession session;
    final OrtSession ort;
    int rows;
    int same;
    double signal;
    double noise;
    double worst;

    Entry(Path file) throws OrtException {
      OnnxModel model = OnnxReader.read(file);
      name =
          file.getParent() == null
              ? file.toString()
              : file.getParent().getFileName() + "/" + file.getFileName();
      session = EngineModel.load(model).newSession();
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      if (Boolean.getBoolean("vernier.benchmark.int8")) {
        options.addConfigEntry("session.qdqisint8allowed", "1");
      }
      ort = ORT.createSession(OnnxWriter.toBytes(model), options);
    }

    void compare(Map<String, Tensor> inputs) throws OrtException {
      String first = session.outputs().get(0).name();
      float[] ours = session.run(inputs).get(first).toFloats();
      float[] theirs = OrtRun.first(ORT, ort, inputs);
      rows++;
      same += argmax(ours) == argmax(theirs) ? 1 : 0;
      double largest = 0;
      double difference = 0;
      for (int i = 0; i < theirs.length; i++) {
        double error = ours[i] - theirs[i];
        signal += (double) theirs[i] * theirs[i];
        noise += error * error;
        largest = Math.max(largest, Math.abs(theirs[i]));
        difference = Math.max(difference, Math.abs(error));
      }
      worst = Math.max(worst, difference / largest);
    }

    void print() {
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %.2f | %s | %.1e |%n",
          name,
          rows,
          100.0 * same / rows,
          noise == 0
              ? "same bits"
              : String.format(Locale.ROOT, "%.1f", 10 * StrictMath.log10(signal / noise)),
          worst);
    }
  }

  /** Prints a row of the table for every model. */
  public static void main(String[] args) throws Exception {
    int rows = Integer.MAX_VALUE;
    List<String> files = new ArrayList<>(List.of(args));
    if (files.size() > 1 && files.get(0).equals("--rows")) {
      rows = Integer.parseInt(files.get(1));
      files.subList(0, 2).clear();
    }
    if (files.size() < 2) {
      throw new IllegalArgumentException("expected a job file and quantized models");
    }
    JobConfig job = ConfigLoader.load(Path.of(files.get(0)), List.of());
    List<Entry> entries = new ArrayList<>();
    for (String file : files.subList(1, files.size())) {
      entries.add(new Entry(Path.of(file)));
    }
    compare(job, entries, rows);
    System.out.println("| model | rows | same top-1 % | SQNR dB | largest difference |");
    System.out.println("|---|---|---|---|---|");
    entries.forEach(Entry::print);
  }

  private static void compare(JobConfig job, List<Entry> entries, int most) throws OrtException {
    Pipeline pipeline = Pipeline.open(job);
    int left = most;
    for (Row row : rows(job, pipeline)) {
      if (left-- == 0) {
        return;
      }
      try {
        Map<String, Tensor> inputs = pipeline.preprocessor().apply(row).inputs();
        for (Entry entry : entries) {
          entry.compare(inputs);
        }
      } catch (BadRowException e) {
        System.err.println("left out: " + e.getMessage());
      }
    }
  }

  private static Iterable<Row> rows(JobConfig job, Pipeline pipeline) {
    TreeSet<String> columns = new TreeSet<>(pipeline.preprocessor().columns());
    Configuration hadoop = new Configuration();
    return ParquetRows.of(ParquetFooters.of(job.validation().data(), hadoop), columns, hadoop);
  }

  private static int argmax(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
