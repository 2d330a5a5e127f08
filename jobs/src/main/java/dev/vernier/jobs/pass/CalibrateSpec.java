package dev.vernier.jobs.pass;

import dev.vernier.conf.JobConfig;
import dev.vernier.jobs.shard.ShardWork;
import dev.vernier.jobs.shard.TaskEnvironment;
import dev.vernier.jobs.shard.WorkSpec;
import dev.vernier.pipeline.CalibrationPass;
import dev.vernier.pipeline.CalibrationResult;
import dev.vernier.pipeline.Calibrator;
import dev.vernier.pipeline.PreparedModel;
import java.util.Iterator;

/** The calibration pass: runs the model over rows and collects states. */
final class CalibrateSpec implements WorkSpec {
  private static final long serialVersionUID = 1L;

  private final JobText job;
  private final String modelFile;
  private final RowChoice choice;
  private final String decoder;

  /**
   * The pass of a job.
   *
   * @param modelFile name of the distributed model
   * @param choice which rows take part
   * @param decoder digest of the image decoder that every machine must have; empty: none is used
   */
  CalibrateSpec(JobText job, String modelFile, RowChoice choice, String decoder) {
    this.job = job;
    this.modelFile = modelFile;
    this.choice = choice;
    this.decoder = decoder;
  }

  @Override
  public String key() {
    return "calibrate " + modelFile + " " + choice + " " + job.digest();
  }

  @Override
  public ShardWork open(TaskEnvironment environment) {
    JobConfig config = job.parse();
    PreparedModel model = Models.load(modelFile, environment);
    Feeding feeding = Feeding.of(config, DataRole.CALIBRATION, model.inputs(), choice);
    feeding.requireDecoder(decoder);
    Calibrator calibrator =
        new Calibrator(model, feeding.preprocessor(), feeding.filter(), config.run().batchSize());
    ShardRows rows = new ShardRows(calibrator.columns(), feeding.filter(), environment.hadoop());
    return (files, shard) -> {
      CalibrationPass pass = calibrator.newPass();
      rows.forEach(files, shard, pass::add, pass::skip);
      return pass.finish().toBytes();
    };
  }

  @Override
  public byte[] merge(byte[] left, byte[] right) {
    return CalibrationResult.fromBytes(left).merge(CalibrationResult.fromBytes(right)).toBytes();
  }

  @Override
  public byte[] merge(Iterator<byte[]> results) {
    CalibrationResult merged = CalibrationResult.fromBytes(results.next());
    while (results.hasNext()) {
      merged = merged.merge(CalibrationResult.fromBytes(results.next()));
    }
    return merged.toBytes();
  }
}
