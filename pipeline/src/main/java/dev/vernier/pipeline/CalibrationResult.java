package dev.vernier.pipeline;

import dev.vernier.stats.StateSet;

/** What a calibration pass, or a part of one, gives; mergeable in any order. */
public record CalibrationResult(StateSet states, PassLog log) {
  /** Of no rows. */
  public static final CalibrationResult EMPTY =
      new CalibrationResult(StateSet.empty(), PassLog.EMPTY);

  /** The result of both parts. */
  public CalibrationResult merge(CalibrationResult other) {
    return new CalibrationResult(states.merge(other.states), log.merge(other.log));
  }

  /** The result with a further wave over the same data, every row of which each wave looks at. */
  public CalibrationResult withWave(CalibrationResult wave) {
    CalibrationResult merged = merge(wave);
    return new CalibrationResult(merged.states, merged.log.withRead(wave.log.read()));
  }

  /** The same bytes for the same rows, in whatever order and batches they came. */
  public byte[] toBytes() {
    return Bytes.of(
        out -> {
          log.write(out);
          Bytes.writeBlock(out, states.toBytes());
        });
  }

  /** Reads what {@link #toBytes} wrote. */
  public static CalibrationResult fromBytes(byte[] bytes) {
    return Bytes.read(
        bytes,
        in -> {
          PassLog log = PassLog.read(in);
          return new CalibrationResult(StateSet.fromBytes(Bytes.readBlock(in)), log);
        });
  }
}
