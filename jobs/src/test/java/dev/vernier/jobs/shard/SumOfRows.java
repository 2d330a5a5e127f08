package dev.vernier.jobs.shard;

import java.nio.ByteBuffer;
import java.util.List;

/** Work for tests: every row has a number, a shard's result is their count and sum. */
public final class SumOfRows implements ShardWork {
  private static final int BYTES = 16;

  @Override
  public byte[] compute(List<InputFile> files, Shard shard) {
    long sum = 0;
    for (RowSlice slice : shard.slices()) {
      long start = files.get(slice.file()).rowGroups().get(slice.rowGroup()).start();
      for (long row = slice.from(); row < slice.to(); row++) {
        sum += start + row;
      }
    }
    return bytes(shard.rows(), sum);
  }

  public static long count(byte[] result) {
    return ByteBuffer.wrap(result).getLong(0);
  }

  public static long sum(byte[] result) {
    return ByteBuffer.wrap(result).getLong(Long.BYTES);
  }

  private static byte[] bytes(long count, long sum) {
    return ByteBuffer.allocate(BYTES).putLong(count).putLong(sum).array();
  }

  /** Opens the work; needs no file. */
  public record Spec(String key) implements WorkSpec {
    @Override
    public ShardWork open(TaskEnvironment environment) {
      return new SumOfRows();
    }

    @Override
    public byte[] merge(byte[] left, byte[] right) {
      return bytes(count(left) + count(right), sum(left) + sum(right));
    }
  }
}
