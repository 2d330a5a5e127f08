package dev.vernier.jobs.pass;

import dev.vernier.conf.JobConfig;
import dev.vernier.jobs.shard.ShardWork;
import dev.vernier.jobs.shard.TaskEnvironment;
import dev.vernier.jobs.shard.WorkSpec;
import dev.vernier.pipeline.CollectedSamples;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.SampleCollector;

/** The pass that brings the samples of the refine stage to the driver. */
final class CollectSpec implements WorkSpec {
  static final int ALL_FOLDS = -1;

  private static final long serialVersionUID = 1L;

  private final JobText job;
  private final String modelFile;
  private final RowChoice choice;
  private final int fold;
  private final String decoder;

  /**
   * The pass of a job.
   *
   * @param modelFile name of the distributed model
   * @param choice which rows take part
   * @param fold the only fold whose samples are kept, or {@link #ALL_FOLDS}
   * @param decoder digest of the image decoder that every machine must have; empty: none is used
   */
  CollectSpec(JobText job, String modelFile, RowChoice choice, int fold, String decoder) {
    this.job = job;
    this.modelFile = modelFile;
    this.choice = choice;
    this.fold = fold;
    this.decoder = decoder;
  }

  @Override
  public String key() {
    return "collect " + modelFile + " " + choice + " " + fold + " " + job.digest();
  }

  @Override
  public ShardWork open(TaskEnvironment environment) {
    JobConfig config = job.parse();
    PreparedModel model = Models.load(modelFile, environment);
    Feeding feeding = Feeding.of(config, DataRole.CALIBRATION, model.inputs(), choice);
    feeding.requireDecoder(decoder);
    SampleCollector collector = new SampleCollector(feeding.preprocessor(), feeding.filter());
    ShardRows rows = new ShardRows(collector.columns(), feeding.filter(), environment.hadoop());
    return (files, shard) -> {
      SampleCollector.Pass pass = collector.newPass();
      rows.forEach(files, shard, pass::add, pass::skip);
      CollectedSamples all = pass.finish();
      return (fold == ALL_FOLDS ? all : all.onlyFold(fold)).toBytes();
    };
  }

  @Override
  public byte[] merge(byte[] left, byte[] right) {
    return CollectedSamples.fromBytes(left).merge(CollectedSamples.fromBytes(right)).toBytes();
  }
}
