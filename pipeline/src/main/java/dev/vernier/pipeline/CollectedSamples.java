package dev.vernier.pipeline;

import dev.vernier.pipeline.refine.SampleSet;

/** What a pass that collects samples gives; mergeable in any order. */
public record CollectedSamples(SampleSet samples, PassLog log) {

  /** Without the samples of other folds. */
  public CollectedSamples onlyFold(int fold) {
    return new CollectedSamples(samples.onlyFold(fold), log);
  }

  /** What both have. */
  public CollectedSamples merge(CollectedSamples other) {
    return new CollectedSamples(samples.merge(other.samples), log.merge(other.log));
  }

  /** The same bytes for the same rows, in whatever order they came. */
  public byte[] toBytes() {
    return Bytes.of(
        out -> {
          log.write(out);
          Bytes.writeBlock(out, samples.toBytes());
        });
  }

  /** Reads what {@link #toBytes} wrote. */
  public static CollectedSamples fromBytes(byte[] bytes) {
    return Bytes.read(
        bytes,
        in -> {
          PassLog log = PassLog.read(in);
          return new CollectedSamples(SampleSet.fromBytes(Bytes.readBlock(in)), log);
        });
  }
}
