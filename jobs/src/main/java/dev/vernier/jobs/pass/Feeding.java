package dev.vernier.jobs.pass;

import dev.vernier.conf.InputKind;
import dev.vernier.conf.JobConfig;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.pipeline.data.RowFilter;
import dev.vernier.pipeline.preprocess.DecoderProbe;
import dev.vernier.pipeline.preprocess.Preprocessor;
import java.util.List;

/**
 * How rows of a data set become what the model is fed.
 *
 * @param preprocessor makes samples of rows
 * @param filter says which rows take part
 * @param images whether images are decoded
 */
record Feeding(Preprocessor preprocessor, RowFilter filter, boolean images) {

  static Feeding of(JobConfig job, DataRole role, List<ValueInfo> inputs, RowChoice choice) {
    Preprocessor preprocessor = Preprocessor.of(job.inputs(), inputs);
    RowFilter filter = choice.within(RowFilter.of(role.rows(job), preprocessor.columns()));
    boolean images =
        job.inputs().values().stream().anyMatch(input -> input.kind() == InputKind.IMAGE);
    return new Feeding(preprocessor, filter, images);
  }

  /** Digest of this machine's image decoder; empty if no image is decoded. */
  String decoder() {
    return images ? DecoderProbe.digest() : "";
  }

  /** Fails if this machine decodes images otherwise than the one that gave the digest. */
  void requireDecoder(String digest) {
    if (!digest.isEmpty()) {
      DecoderProbe.require(digest);
    }
  }
}
