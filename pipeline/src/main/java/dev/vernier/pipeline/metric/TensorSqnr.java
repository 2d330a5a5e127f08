package dev.vernier.pipeline.metric;

import dev.vernier.onnx.io.Sha256;
import dev.vernier.pipeline.Bytes;
import dev.vernier.stats.ExactSum;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Signal and noise of every quantized tensor on the few samples whose hashes are smallest: the same
 * samples whatever parts the rows came in. Merging unites and cuts off. Not thread-safe.
 */
public final class TensorSqnr {
  /** Numbers a tensor and sample: signal, noise, and dot product with the reference. */
  static final int SUMS = 3;

  private final int limit;
  private final List<String> tensors;
  private final TreeMap<String, double[]> samples = new TreeMap<>();

  /** Keeps at most {@code limit} samples; each has three sums for every tensor. */
  public TensorSqnr(int limit, List<String> tensors) {
    this.limit = limit;
    this.tensors = List.copyOf(tensors);
  }

  /** The tensors in the order of the sums. */
  public List<String> tensors() {
    return tensors;
  }

  /** Number of samples held. */
  public int size() {
    return samples.size();
  }

  /** Whether a sample would be kept, if nothing smaller comes. */
  public boolean wants(byte[] hash) {
    String key = Sha256.hex(hash);
    return limit > 0
        && !tensors.isEmpty()
        && !samples.containsKey(key)
        && (samples.size() < limit || key.compareTo(samples.lastKey()) < 0);
  }

  /** Adds a sample: signal, noise and dot product of tensor i from 3i on. */
  public void add(byte[] hash, double[] sums) {
    samples.put(Sha256.hex(hash), sums.clone());
    cut();
  }

  private void cut() {
    while (samples.size() > limit) {
      samples.pollLastEntry();
    }
  }

  /** The state of both. */
  public TensorSqnr merge(TensorSqnr other) {
    if (!tensors.equals(other.tensors)) {
      throw new IllegalArgumentException("states of different tensors cannot be merged");
    }
    TensorSqnr merged = new TensorSqnr(limit, tensors);
    merged.samples.putAll(samples);
    merged.samples.putAll(other.samples);
    merged.cut();
    return merged;
  }

  /** Decibels by tensor; a tensor that was not finite on some sample is left out. */
  public Map<String, Double> decibels() {
    Map<String, Double> result = new LinkedHashMap<>();
    totals().forEach((tensor, sums) -> result.put(tensor, Sqnr.decibels(sums[0], sums[1])));
    return result;
  }

  /** Cosines by tensor, all samples taken as one vector; those that do not exist are left out. */
  public Map<String, Double> cosines() {
    Map<String, Double> result = new LinkedHashMap<>();
    totals()
        .forEach(
            (tensor, sums) -> {
              double cosine = Sqnr.cosine(sums);
              if (Double.isFinite(cosine)) {
                result.put(tensor, cosine);
              }
            });
    return result;
  }

  private Map<String, double[]> totals() {
    Map<String, double[]> totals = new LinkedHashMap<>();
    for (int i = 0; i < tensors.size() && !samples.isEmpty(); i++) {
      double[] sums = new double[SUMS];
      boolean finite = true;
      for (int k = 0; k < SUMS; k++) {
        int at = SUMS * i + k;
        double[] values = samples.values().stream().mapToDouble(s -> s[at]).toArray();
        finite &= finite(values);
        sums[k] = finite ? ExactSum.of(values).doubleValue() : Double.NaN;
      }
      if (finite) {
        totals.put(tensors.get(i), sums);
      }
    }
    return totals;
  }

  private static boolean finite(double[] values) {
    return java.util.Arrays.stream(values).allMatch(Double::isFinite);
  }

  /** Writes tensors and samples. */
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(limit);
    out.writeInt(tensors.size());
    for (String tensor : tensors) {
      Bytes.writeText(out, tensor);
    }
    out.writeInt(samples.size());
    for (Map.Entry<String, double[]> sample : samples.entrySet()) {
      Bytes.writeText(out, sample.getKey());
      for (double value : sample.getValue()) {
        out.writeDouble(value);
      }
    }
  }

  /** Reads what {@link #write} wrote. */
  public static TensorSqnr read(DataInputStream in) throws IOException {
    int limit = in.readInt();
    String[] tensors = new String[Bytes.readCount(in, Integer.BYTES)];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = Bytes.readText(in);
    }
    TensorSqnr state = new TensorSqnr(limit, List.of(tensors));
    int samples = Bytes.readCount(in, Integer.BYTES + SUMS * tensors.length * Double.BYTES);
    for (int s = 0; s < samples; s++) {
      String key = Bytes.readText(in);
      double[] sums = new double[SUMS * tensors.length];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = in.readDouble();
      }
      state.samples.put(key, sums);
    }
    return state;
  }
}
