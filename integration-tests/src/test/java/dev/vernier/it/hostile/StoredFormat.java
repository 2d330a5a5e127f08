package dev.vernier.it.hostile;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.engine.Tensor;
import dev.vernier.jobs.shard.CommittedFiles;
import dev.vernier.jobs.shard.InputFile;
import dev.vernier.jobs.shard.PassFolder;
import dev.vernier.jobs.shard.RowGroupSpan;
import dev.vernier.jobs.shard.RowSlice;
import dev.vernier.jobs.shard.Shard;
import dev.vernier.jobs.shard.ShardPlan;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.CalibrationResult;
import dev.vernier.pipeline.CollectedSamples;
import dev.vernier.pipeline.PassLog;
import dev.vernier.pipeline.RangeChoice;
import dev.vernier.pipeline.SavedRangeChoice;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.data.BadRow;
import dev.vernier.pipeline.lease.Lease;
import dev.vernier.pipeline.metric.CandidateState;
import dev.vernier.pipeline.metric.MetricSuite;
import dev.vernier.pipeline.metric.Metrics;
import dev.vernier.pipeline.nightly.NightlyCycle;
import dev.vernier.pipeline.preprocess.Sample;
import dev.vernier.pipeline.refine.SampleSet;
import dev.vernier.pipeline.registry.ModelRegistry;
import dev.vernier.pipeline.repository.FileSystemStateRepository;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.archive.PackedArchive;
import dev.vernier.quantize.range.CalibrationTable;
import dev.vernier.quantize.refine.Refinement;
import dev.vernier.quantize.refine.SavedRefinement;
import dev.vernier.quantize.rewrite.ChannelChange;
import dev.vernier.quantize.rewrite.Equalization;
import dev.vernier.quantize.rewrite.Rewrites;
import dev.vernier.quantize.rewrite.SavedRewrites;
import dev.vernier.quantize.rewrite.Smoothing;
import dev.vernier.quantize.tables.RangeFiles;
import dev.vernier.stats.Folds;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.PerSampleState;
import dev.vernier.stats.StateFamily;
import dev.vernier.stats.StateSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;

/**
 * A file or message that Vernier reads again, with a valid example of it.
 *
 * @param repair gives damaged bytes the checksum that they ought to have, if the format has one
 * @param inputs damaged ones to try in every build
 * @param tolerant whether what is damaged is never refused, but as good as not there
 */
record StoredFormat(
    String name,
    byte[] valid,
    Reader reader,
    UnaryOperator<byte[]> repair,
    int inputs,
    boolean tolerant) {
  private static final Configuration HADOOP = new Configuration();
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  /** Reads the bytes; what it gives is of no interest. */
  interface Reader {
    void read(byte[] bytes) throws IOException;
  }

  private static StoredFormat of(String name, byte[] valid, Reader reader) {
    return new StoredFormat(name, valid, reader, bytes -> bytes, 2000, false);
  }

  private static StoredFormat text(
      String name, String valid, java.util.function.Consumer<String> reader) {
    return of(
        name,
        valid.getBytes(StandardCharsets.UTF_8),
        bytes -> reader.accept(new String(bytes, StandardCharsets.UTF_8)));
  }

  private static StoredFormat checked(String name, byte[] valid, Reader reader) {
    return new StoredFormat(name, valid, reader, StoredFormat::withChecksum, 4000, false);
  }

  /** In a file of its own, which costs time. */
  private static StoredFormat file(String name, Path file, Reader reader) throws IOException {
    return new StoredFormat(
        name,
        Files.readAllBytes(file),
        bytes -> {
          Files.write(file, bytes);
          Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
          reader.read(bytes);
        },
        bytes -> bytes,
        300,
        false);
  }

  private StoredFormat tolerated(int fewer) {
    return new StoredFormat(name, valid, reader, repair, fewer, true);
  }

  /** CRC-32C of all but the last four bytes, in these. */
  private static byte[] withChecksum(byte[] bytes) {
    if (bytes.length < Integer.BYTES) {
      return bytes;
    }
    byte[] repaired = bytes.clone();
    int end = bytes.length - Integer.BYTES;
    CRC32C crc = new CRC32C();
    crc.update(repaired, 0, end);
    ByteBuffer.wrap(repaired).order(ByteOrder.LITTLE_ENDIAN).putInt(end, (int) crc.getValue());
    return repaired;
  }

  static List<StoredFormat> all(Path folder) throws IOException {
    List<StoredFormat> all = new ArrayList<>();
    states(all, folder);
    passes(all, folder);
    models(all, folder);
    tables(all);
    choice(all);
    nights(all, folder);
    leases(all, folder);
    return all;
  }

  private static void states(List<StoredFormat> all, Path folder) throws IOException {
    HistogramSketch sketch = HistogramSketch.of(values(500));
    PerSampleState perSample =
        PerSampleState.ofSample(sketch)
            .merge(PerSampleState.ofSample(HistogramSketch.of(values(50))));
    all.add(checked("histogram", sketch.toBytes(), StateFamily::decode));
    all.add(checked("per-sample state", perSample.toBytes(), StateFamily::decode));
    all.add(checked("state set", set().toBytes(), StateSet::fromBytes));
    FileSystemStateRepository repository =
        new FileSystemStateRepository(
            new org.apache.hadoop.fs.Path(folder.resolve("states").toUri()), HADOOP);
    repository.save(new SavedStates(DIGEST, DIGEST, set()));
    Path file = folder.resolve("states").resolve(FileSystemStateRepository.FILE);
    all.add(file("states.parquet", file, bytes -> repository.load()));
  }

  private static StateSet set() {
    List<StateSet.Entry> entries = new ArrayList<>();
    long[] samples = new long[Folds.COUNT];
    for (int fold = 0; fold < 2; fold++) {
      HistogramSketch sketch = HistogramSketch.of(values(100 + fold));
      samples[fold] = 1;
      entries.add(new StateSet.Entry("x", fold, StateFamily.HISTOGRAM, sketch));
      entries.add(
          new StateSet.Entry("x", fold, StateFamily.PER_SAMPLE, PerSampleState.ofSample(sketch)));
    }
    return StateSet.of(entries, samples);
  }

  private static void passes(List<StoredFormat> all, Path folder) throws IOException {
    PassLog log = new PassLog(3, 2, 1, List.of(new BadRow(DIGEST, "key", "no such column")));
    all.add(
        of(
            "calibration result",
            new CalibrationResult(set(), log).toBytes(),
            CalibrationResult::fromBytes));
    MetricSuite metrics =
        Metrics.of(ConfigLoader.parse("model.path = m", "test", List.of()).validation());
    CandidateState candidate = CandidateState.empty("mse", metrics, 4, List.of("x", "y"));
    all.add(
        of(
            "validation result",
            new ValidationResult(List.of(candidate), log).toBytes(),
            bytes -> ValidationResult.fromBytes(bytes, metrics)));
    Sample sample = new Sample(Map.of("x", Tensor.of(values(6), 2, 3)), new byte[32]);
    all.add(
        of(
            "collected samples",
            new CollectedSamples(SampleSet.of(List.of(sample)), log).toBytes(),
            CollectedSamples::fromBytes));
    CommittedFiles committed = new CommittedFiles(folder.resolve("shards").toString(), HADOOP);
    committed.commit("000000", new byte[200]);
    Path shard = folder.resolve("shards").resolve("000000");
    // A damaged shard is none: it is computed again.
    all.add(
        file(
            "shard",
            shard,
            bytes -> {
              if (committed.read("000000").isEmpty()) {
                throw new dev.vernier.onnx.VernierException("torn");
              }
            }));
    plan(all, folder);
  }

  private static void plan(List<StoredFormat> all, Path folder) throws IOException {
    InputFile input =
        new InputFile("hdfs:///a.parquet", 100, 5, List.of(new RowGroupSpan(4, 90, 7)));
    Shard shard = new Shard(0, List.of(new RowSlice(0, 0, 0, 7)));
    ShardPlan plan = new ShardPlan("calibrate", DIGEST, DIGEST, "", List.of(input), List.of(shard));
    PassFolder pass = PassFolder.open(folder.resolve("work/calibrate").toString(), plan, HADOOP);
    Path file = Path.of(java.net.URI.create(pass.path()).getPath()).resolve("plan.json");
    all.add(file("plan.json", file, bytes -> PassFolder.started(pass.path(), HADOOP)));
  }

  private static void models(List<StoredFormat> all, Path folder) throws IOException {
    byte[] codes = new byte[600];
    new Random(3).nextBytes(codes);
    Arrays.fill(codes, 100, 500, (byte) 3);
    TensorData weights = TensorData.of("w", DataType.INT8, new long[] {20, 30}, codes);
    Map<String, TensorData> constants = new LinkedHashMap<>(Map.of("w", weights));
    OnnxModel model =
        OnnxModel.of(13, new Graph("g", List.of(), constants, List.of(), List.of(), List.of()));
    all.add(of("packed archive", PackedArchive.pack(model), PackedArchive::unpack));
    all.add(of("model", OnnxWriter.toBytes(model), OnnxReader::read));
    Path version = folder.resolve("registry/versions/00000001");
    Files.createDirectories(version);
    Files.writeString(
        version.resolve("manifest.json"),
        """
        {"format" : "vernier-published-model", "formatVersion" : 1, "version" : 1,
         "files" : {"model.onnx" : "%s"}, "provenance" : {"date" : "2026-11-20"}}
        """
            .formatted(DIGEST));
    ModelRegistry registry = new ModelRegistry(folder.resolve("registry").toString(), HADOOP);
    all.add(file("manifest.json", version.resolve("manifest.json"), bytes -> registry.versions()));
  }

  private static void tables(List<StoredFormat> all) {
    QuantizationParameters parameters =
        QuantizationParameters.of(new Range(-0.5f, 2), DataType.UINT8, false);
    CalibrationTable.Entry entry =
        new CalibrationTable.Entry("mse", new Range(-0.5f, 2), parameters, List.of("x", "y"));
    CalibrationTable table = new CalibrationTable("mse", "scheme", 9, Map.of("x", entry));
    all.add(text("ranges.json", table.toJson(), CalibrationTable::fromJson));
    SavedRefinement refinement =
        new SavedRefinement(
            DIGEST,
            DIGEST,
            "biases",
            DIGEST,
            new Refinement(Map.of("y", new float[] {1, -0.25f}), Map.of()));
    all.add(text("refinement.json", refinement.toJson(), SavedRefinement::fromJson));
    Rewrites rewrites =
        Rewrites.NONE
            .withEqualization(new Equalization(Map.of("y", new double[] {0.5, 2}), Set.of("y")))
            .withAlignment(
                Map.of("z", new ChannelChange(new double[] {1, -1}, new double[] {0.5, 2})))
            .withSmoothing(
                new Smoothing(
                    Map.of("x", new Smoothing.Smoothed(List.of("y"), new double[] {1, 4}))));
    SavedRewrites saved = new SavedRewrites(DIGEST, "equalization, smooth-quant", rewrites);
    all.add(text("rewrites.json", saved.toJson(), SavedRewrites::fromJson));
    Graph graph = new Graph("g", List.of(), Map.of(), List.of(), List.of(), List.of());
    List.of(
            "{\"x\": [-1.5, 2.25], \"y\": [0, 6]}",
            "TRT-8601-EntropyCalibration2\nx: 3c010a14\ny: 3d010a14\n",
            "{\"x\": [{\"quant_type\": \"QUInt8\", \"rmin\": -1.0, \"rmax\": 2.0}]}",
            "record {\n  key: \"x\"\n  value {\n    scale_d: 0.5\n    offset_d: 3\n  }\n}\n")
        .forEach(
            document ->
                all.add(
                    text(
                        "ranges of others " + document.substring(0, 12).strip(),
                        document,
                        text -> RangeFiles.recognize(text, "file").read(text, graph))));
  }

  private static void choice(List<StoredFormat> all) {
    RangeChoice choice =
        new RangeChoice("mse", 12, List.of(new RangeChoice.Score("mse", 31.5, 0.98)));
    all.add(
        text(
            "range-choice.json",
            new SavedRangeChoice(DIGEST, choice).toJson(),
            SavedRangeChoice::fromJson));
  }

  private static void nights(List<StoredFormat> all, Path folder) throws IOException {
    Path night = Files.createDirectories(folder.resolve("cycle/nights")).resolve("2026-11-20.json");
    Files.writeString(
        night,
        """
        {"date" : "2026-11-20", "decision" : "NO_DRIFT", "reason" : "stable", "version" : 3}
        """);
    NightlyCycle cycle =
        new NightlyCycle(folder.resolve("cycle").toString(), null, null, text -> {}, HADOOP);
    all.add(file("night's outcome", night, bytes -> cycle.outcome(LocalDate.parse("2026-11-20"))));
  }

  /** Who has left damaged files is unknown, waited for, and then replaced. */
  private static void leases(List<StoredFormat> all, Path folder) throws IOException {
    Path lease = Files.createDirectories(folder.resolve("lease"));
    Map<String, String> holder =
        Map.of(
            "epoch-000000000001",
            "elsewhere\n12\n2026-11-20T00:00:00Z\n",
            "beat-000000000001",
            "7");
    for (String name : holder.keySet()) {
      Path file = Files.writeString(lease.resolve(name), holder.get(name));
      String what = "lease, " + name.replaceAll("-.*", "");
      all.add(file(what, file, bytes -> take(lease, holder)).tolerated(40));
    }
  }

  /** Takes the lease from the holder, one of whose files is damaged. */
  private static void take(Path folder, Map<String, String> holder) throws IOException {
    for (String name : holder.keySet()) {
      if (Files.notExists(folder.resolve(name))) {
        Files.writeString(folder.resolve(name), holder.get(name));
      }
    }
    try (Lease lease = Lease.take(folder.toString(), Duration.ofMillis(4), HADOOP)) {
      lease.requireHeld();
      if (lease.epoch() != 2) {
        throw new IllegalStateException("epoch " + lease.epoch());
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static float[] values(int count) {
    Random random = new Random(count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
