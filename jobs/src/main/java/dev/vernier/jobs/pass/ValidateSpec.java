package dev.vernier.jobs.pass;

import dev.vernier.conf.JobConfig;
import dev.vernier.conf.ValidationConfig;
import dev.vernier.jobs.shard.ShardWork;
import dev.vernier.jobs.shard.TaskEnvironment;
import dev.vernier.jobs.shard.WorkSpec;
import dev.vernier.pipeline.CandidateModel;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.ValidationPass;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.Validator;
import dev.vernier.pipeline.metric.Metrics;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The validation pass: the floating-point model once and every candidate over the same rows. */
final class ValidateSpec implements WorkSpec {
  private static final long serialVersionUID = 1L;

  private final JobText job;
  private final String modelFile;
  private final LinkedHashMap<String, String> candidateFiles;
  private final RowChoice choice;
  private final boolean tensors;
  private final String decoder;

  /**
   * The pass of a job.
   *
   * @param modelFile name of the distributed model
   * @param candidateFiles names of the candidates' distributed files by candidate
   * @param choice which rows take part
   * @param tensors whether to compare every tensor on a few rows, too
   * @param decoder digest of the image decoder that every machine must have; empty: none is used
   */
  ValidateSpec(
      JobText job,
      String modelFile,
      Map<String, String> candidateFiles,
      RowChoice choice,
      boolean tensors,
      String decoder) {
    this.job = job;
    this.modelFile = modelFile;
    this.candidateFiles = new LinkedHashMap<>(candidateFiles);
    this.choice = choice;
    this.tensors = tensors;
    this.decoder = decoder;
  }

  @Override
  public String key() {
    return "validate "
        + modelFile
        + " "
        + candidateFiles
        + " "
        + choice
        + " "
        + tensors
        + job.digest();
  }

  @Override
  public ShardWork open(TaskEnvironment environment) {
    JobConfig config = job.parse();
    PreparedModel model = Models.load(modelFile, environment);
    Feeding feeding = Feeding.of(config, DataRole.VALIDATION, model.inputs(), choice);
    feeding.requireDecoder(decoder);
    Validator validator =
        new Validator(
            model,
            candidates(environment),
            feeding.preprocessor(),
            feeding.filter(),
            options(config, tensors));
    ShardRows rows = new ShardRows(validator.columns(), feeding.filter(), environment.hadoop());
    return (files, shard) -> {
      ValidationPass pass = validator.newPass();
      rows.forEach(files, shard, pass::add, pass::skip);
      return pass.finish().toBytes();
    };
  }

  private List<CandidateModel> candidates(TaskEnvironment environment) {
    Models.keepCandidates(candidateFiles.values());
    List<CandidateModel> candidates = new ArrayList<>();
    candidateFiles.forEach(
        (name, file) -> candidates.add(Models.loadCandidate(name, file, environment)));
    return candidates;
  }

  private static Validator.Options options(JobConfig config, boolean tensors) {
    ValidationConfig validation = config.validation();
    return new Validator.Options(
        config.run().batchSize(), tensors ? validation : validation.withSqnrSamples(0));
  }

  private ValidationResult result(byte[] bytes) {
    return ValidationResult.fromBytes(bytes, Metrics.of(job.parse().validation()));
  }

  @Override
  public byte[] merge(byte[] left, byte[] right) {
    return result(left).merge(result(right)).toBytes();
  }

  @Override
  public byte[] merge(Iterator<byte[]> results) {
    ValidationResult merged = result(results.next());
    while (results.hasNext()) {
      merged = merged.merge(result(results.next()));
    }
    return merged.toBytes();
  }
}
