package dev.vernier.pipeline.refine;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.pipeline.Bytes;
import dev.vernier.pipeline.preprocess.Sample;
import dev.vernier.stats.Folds;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples whole, each once, in the order of their hashes; a value that merges. Meant for a few
 * dozen of them.
 */
public final class SampleSet {
  /** Of no samples. */
  public static final SampleSet EMPTY = new SampleSet(new TreeMap<>());

  private final TreeMap<String, Sample> samples;

  private SampleSet(TreeMap<String, Sample> samples) {
    this.samples = samples;
  }

  /** The set of these samples; equal ones count once. */
  public static SampleSet of(List<Sample> samples) {
    TreeMap<String, Sample> sorted = new TreeMap<>();
    samples.forEach(sample -> sorted.put(Sha256.hex(sample.hash()), sample));
    return new SampleSet(sorted);
  }

  /** The samples of both. */
  public SampleSet merge(SampleSet other) {
    TreeMap<String, Sample> merged = new TreeMap<>(samples);
    merged.putAll(other.samples);
    return new SampleSet(merged);
  }

  /** Those whose inputs fall into a fold. */
  public SampleSet onlyFold(int fold) {
    TreeMap<String, Sample> kept = new TreeMap<>(samples);
    kept.values().removeIf(sample -> Folds.of(sample.hash()) != fold);
    return new SampleSet(kept);
  }

  /** Those whose inputs do not fall into a fold. */
  public SampleSet withoutFold(int fold) {
    TreeMap<String, Sample> kept = new TreeMap<>(samples);
    kept.values().removeIf(sample -> Folds.of(sample.hash()) == fold);
    return new SampleSet(kept);
  }

  /** How many there are. */
  public int size() {
    return samples.size();
  }

  /** The inputs of each, in the order of their hashes. */
  public List<Map<String, Tensor>> inputs() {
    return samples.values().stream().map(Sample::inputs).toList();
  }

  /** SHA-256 of all hashes, in hexadecimal: equal for equal sets. */
  public String digest() {
    return Sha256.hexOf(String.join(" ", samples.keySet()));
  }

  /** The bytes; equal sets have equal bytes. */
  public byte[] toBytes() {
    return Bytes.of(
        out -> {
          out.writeInt(samples.size());
          for (Map.Entry<String, Sample> entry : samples.entrySet()) {
            Bytes.writeText(out, entry.getKey());
            write(entry.getValue(), out);
          }
        });
  }

  private static void write(Sample sample, DataOutputStream out) throws IOException {
    out.writeInt(sample.inputs().size());
    for (Map.Entry<String, Tensor> input : sample.inputs().entrySet()) {
      TensorData data = input.getValue().toTensorData(input.getKey());
      Bytes.writeText(out, data.name());
      Bytes.writeText(out, data.type().name());
      out.writeInt(data.rank());
      for (long dim : data.dims()) {
        out.writeLong(dim);
      }
      ByteBuffer bytes = data.bytes();
      byte[] raw = new byte[bytes.remaining()];
      bytes.get(raw);
      Bytes.writeBlock(out, raw);
    }
  }

  /** Reads what {@link #toBytes} wrote. */
  public static SampleSet fromBytes(byte[] bytes) {
    return Bytes.read(
        bytes,
        in -> {
          int count = Bytes.readCount(in, Integer.BYTES);
          TreeMap<String, Sample> samples = new TreeMap<>();
          for (int i = 0; i < count; i++) {
            String hash = Bytes.readText(in);
            samples.put(hash, new Sample(readInputs(in), HexFormat.of().parseHex(hash)));
          }
          return new SampleSet(samples);
        });
  }

  private static Map<String, Tensor> readInputs(DataInputStream in) throws IOException {
    int count = Bytes.readCount(in, Integer.BYTES);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      TensorData data = readTensor(in);
      inputs.put(data.name(), Tensor.from(data));
    }
    return inputs;
  }

  private static TensorData readTensor(DataInputStream in) throws IOException {
    String name = Bytes.readText(in);
    DataType type = DataType.valueOf(Bytes.readText(in));
    long[] dims = new long[Bytes.readCount(in, Long.BYTES)];
    for (int d = 0; d < dims.length; d++) {
      dims[d] = in.readLong();
    }
    return TensorData.of(name, type, dims, Bytes.readBlock(in));
  }
}
