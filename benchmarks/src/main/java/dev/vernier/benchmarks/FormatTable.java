package dev.vernier.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.ParquetFooters;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.WeightFormat.Granularity;
import dev.vernier.quantize.export.OutputFormats;
import dev.vernier.stats.StateSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Every output format of a model: its size, how it agrees with FP32 in ONNX Runtime, and how the
 * executor agrees with ONNX Runtime on it. Arguments: {@code [--rows N] [--here N] [--out DIR]
 * JOB.conf...}: {@code --rows} of the validation data are compared in ONNX Runtime, the first
 * {@code --here} of them in the executor too, and {@code --out} keeps the models.
 */
public final class FormatTable {
  private static final OrtEnvironment ORT = OrtEnvironment.getEnvironment();

  private int rows = 200;
  private int here = 40;
  private Path out;

  private FormatTable() {}

  /** How alike two series of outputs are. */
  private static final class Agreement {
    private int rows;
    private int same;
    private double signal;
    private double noise;

    void add(float[] expected, float[] actual) {
      rows++;
      same += argmax(expected) == argmax(actual) ? 1 : 0;
      for (int i = 0; i < expected.length; i++) {
        double error = (double) expected[i] - actual[i];
        signal += (double) expected[i] * expected[i];
        noise += error * error;
      }
    }

    private static int argmax(float[] values) {
      int best = 0;
      for (int i = 1; i < values.length; i++) {
        best = values[i] > values[best] ? i : best;
      }
      return best;
    }

    String cells() {
      return String.format(
          Locale.ROOT,
          "%.2f | %s",
          100.0 * same / rows,
          noise == 0
              ? "same bits"
              : String.format(Locale.ROOT, "%.1f", 10 * StrictMath.log10(signal / noise)));
    }
  }

  /** One form of the model in both executors. */
  private static final class Entry {
    final String name;
    final long bytes;
    final OrtSession ort;
    final InferenceSession session;
    final Agreement withFloat = new Agreement();
    final Agreement withOrt = new Agreement();

    Entry(String name, OnnxModel model) throws OrtException {
      this.name = name;
      byte[] file = OnnxWriter.toBytes(model);
      this.bytes = file.length;
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      this.ort = ORT.createSession(file, options);
      this.session = EngineModel.load(model).newSession();
    }

    void compare(float[] reference, Map<String, Tensor> inputs, boolean here) throws OrtException {
      float[] theirs = OrtRun.first(ORT, ort, inputs);
      withFloat.add(reference, theirs);
      if (here) {
        String first = session.outputs().get(0).name();
        withOrt.add(theirs, session.run(inputs).get(first).toFloats());
      }
    }
  }

  /** Prints the table of every job file. */
  public static void main(String[] args) throws Exception {
    FormatTable table = new FormatTable();
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--rows" -> table.rows = Integer.parseInt(args[++i]);
        case "--here" -> table.here = Integer.parseInt(args[++i]);
        case "--out" -> table.out = Path.of(args[++i]);
        default -> jobs.add(args[i]);
      }
    }
    System.out.println(
        "| model | format | size | agreement with FP32 | SQNR dB | here = ORT | SQNR dB |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (String job : jobs) {
      table.print(ConfigLoader.load(Path.of(job), List.of("quantization.method=mse")));
    }
  }

  private static Map<String, QuantizationSettings> variants(QuantizationSettings base) {
    Map<String, QuantizationSettings> all = new LinkedHashMap<>();
    for (String format : List.of("qdq", "qoperator", "dynamic", "weight-only")) {
      all.put(format, format(base, format));
    }
    WeightFormat int4 = WeightFormat.of(DataType.INT4, Granularity.blocks(32));
    WeightFormat uint4 =
        WeightFormat.of(DataType.UINT4, Granularity.blocks(32)).withSymmetric(false);
    WeightFormat asymmetric = base.scheme().weights().withSymmetric(false);
    all.put("weight-only asymmetric", weights(format(base, "weight-only"), asymmetric));
    all.put("weight-only int4/32", weights(format(base, "weight-only"), int4));
    all.put("weight-only uint4/32 asymmetric", weights(format(base, "weight-only"), uint4));
    all.put("matmul-nbits uint4/32 asymmetric", weights(format(base, "matmul-nbits"), uint4));
    all.put("float16", format(base, "float16"));
    return all;
  }

  private static QuantizationSettings format(QuantizationSettings settings, String name) {
    return settings.withExport(settings.export().withFormat(name));
  }

  private static QuantizationSettings weights(QuantizationSettings settings, WeightFormat format) {
    return settings.withScheme(settings.scheme().withWeights(format));
  }

  private void print(JobConfig job) throws Exception {
    Pipeline pipeline = Pipeline.open(job);
    StateSet states = pipeline.calibrate().states();
    SampleSet samples = pipeline.refineSamples();
    String name = Path.of(job.model().path()).getFileName().toString().replace(".onnx", "");
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, QuantizationSettings> variant :
        variants(pipeline.settings()).entrySet()) {
      OnnxModel model = model(pipeline, states, variant.getValue(), samples);
      entries.add(new Entry(variant.getKey(), model));
      if (out != null) {
        Files.createDirectories(out);
        OnnxWriter.write(
            model, out.resolve(name + "." + variant.getKey().replaceAll("[ /]", "-") + ".onnx"));
      }
    }
    compare(job, pipeline, entries);
    long original = Files.size(Path.of(job.model().path()));
    for (Entry entry : entries) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.2f | %s | %s |%n",
          name,
          entry.name,
          (double) entry.bytes / original,
          entry.withFloat.cells(),
          entry.withOrt.cells());
    }
  }

  /** As the command line makes it: refined where the format allows. */
  private static OnnxModel model(
      Pipeline pipeline, StateSet states, QuantizationSettings settings, SampleSet samples) {
    QuantizedModel quantized = pipeline.quantize(states, settings);
    boolean refines =
        pipeline.refineSettings().isActive()
            && OutputFormats.find(settings.export().format()).correctsBiases();
    return refines
        ? pipeline.refine(quantized, settings, samples).quantized().model()
        : quantized.model();
  }

  private void compare(JobConfig job, Pipeline pipeline, List<Entry> entries) throws OrtException {
    TreeSet<String> columns = new TreeSet<>(pipeline.preprocessor().columns());
    Configuration hadoop = new Configuration();
    OrtSession exact = new Entry("FP32", pipeline.model().prepared()).ort;
    int row = 0;
    for (Row next :
        ParquetRows.of(ParquetFooters.of(job.validation().data(), hadoop), columns, hadoop)) {
      if (row == rows) {
        return;
      }
      try {
        Map<String, Tensor> inputs = pipeline.preprocessor().apply(next).inputs();
        float[] reference = OrtRun.first(ORT, exact, inputs);
        for (Entry entry : entries) {
          entry.compare(reference, inputs, row < here);
        }
        row++;
      } catch (BadRowException e) {
        System.err.println("left out: " + e.getMessage());
      }
    }
  }
}
