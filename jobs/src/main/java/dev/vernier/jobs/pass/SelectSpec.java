package dev.vernier.jobs.pass;

import dev.vernier.conf.RowSelection;
import dev.vernier.jobs.shard.InputFile;
import dev.vernier.jobs.shard.Shard;
import dev.vernier.jobs.shard.ShardWork;
import dev.vernier.jobs.shard.TaskEnvironment;
import dev.vernier.jobs.shard.WorkSpec;
import dev.vernier.pipeline.data.RowFilter;
import dev.vernier.pipeline.data.SmallestHashes;
import java.util.List;

/**
 * The pass that decides {@code samples = N}: reads what identifies rows and keeps the N smallest
 * hashes. Rows are chosen by content, so no layout or order of the files can change the choice.
 */
final class SelectSpec implements WorkSpec {
  private static final long serialVersionUID = 1L;

  private final JobText job;
  private final DataRole role;
  private final List<String> inputColumns;
  private final RowChoice within;
  private final int limit;

  SelectSpec(JobText job, DataRole role, List<String> inputColumns, RowChoice within, int limit) {
    this.job = job;
    this.role = role;
    this.inputColumns = List.copyOf(inputColumns);
    this.within = within;
    this.limit = limit;
  }

  @Override
  public String key() {
    return "select " + role + " " + within + " " + limit + " " + job.digest();
  }

  @Override
  public ShardWork open(TaskEnvironment environment) {
    RowSelection selection = role.rows(job.parse());
    RowFilter filter = within.within(RowFilter.of(selection, inputColumns));
    return new Work(filter, limit, new ShardRows(filter.columns(), filter, environment.hadoop()));
  }

  @Override
  public byte[] merge(byte[] left, byte[] right) {
    SmallestHashes merged = SmallestHashes.fromBytes(limit, left);
    merged.addAll(SmallestHashes.fromBytes(limit, right));
    return merged.toBytes();
  }

  private record Work(RowFilter filter, int limit, ShardRows rows) implements ShardWork {
    @Override
    public byte[] compute(List<InputFile> files, Shard shard) {
      SmallestHashes smallest = new SmallestHashes(limit);
      rows.forEach(
          files,
          shard,
          row -> {
            byte[] hash = filter.identity().hash(row);
            if (filter.selects(row, hash)) {
              smallest.add(hash);
            }
          },
          skipped -> {});
      return smallest.toBytes();
    }
  }
}
