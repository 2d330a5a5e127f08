package dev.vernier.pipeline;

import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.data.RowFilter;
import dev.vernier.pipeline.preprocess.Preprocessor;
import dev.vernier.pipeline.preprocess.Sample;
import dev.vernier.pipeline.refine.SampleSet;
import java.util.ArrayList;
import java.util.List;

/** Makes samples of the rows that a filter selects and keeps them whole. For one thread. */
public final class SampleCollector {
  private final Preprocessor preprocessor;
  private final RowFilter filter;

  /**
   * A collector.
   *
   * @param filter which rows take part; they should be few
   */
  public SampleCollector(Preprocessor preprocessor, RowFilter filter) {
    this.preprocessor = preprocessor;
    this.filter = filter;
  }

  /** Columns that rows must have. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>(preprocessor.columns());
    columns.addAll(filter.columns());
    return columns.stream().distinct().toList();
  }

  /** The samples of some rows, bad ones left out and counted. */
  public CollectedSamples collect(Iterable<Row> rows) {
    Pass pass = newPass();
    rows.forEach(pass::add);
    return pass.finish();
  }

  /** Starts a pass. */
  public Pass newPass() {
    return new Pass();
  }

  /** One run over some rows, such as those of a shard. */
  public final class Pass {
    private final List<Sample> samples = new ArrayList<>();
    private final Batcher batcher =
        new Batcher(filter, preprocessor, 1, items -> samples.add(items.get(0).sample()));

    /** Adds a row: it is left out by the selection, kept, or quarantined. */
    public void add(Row row) {
      batcher.add(row);
    }

    /** Counts rows that the selection leaves out and that were therefore not read whole. */
    public void skip(long rows) {
      batcher.skip(rows);
    }

    /** What was kept. */
    public CollectedSamples finish() {
      batcher.flush();
      return new CollectedSamples(SampleSet.of(samples), batcher.log());
    }
  }
}
