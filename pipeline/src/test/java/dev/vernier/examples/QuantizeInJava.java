package dev.vernier.examples;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.pipeline.CalibrationResult;
import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.Pipeline;
import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.ValidationResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The whole pipeline from Java, without Spark. */
public final class QuantizeInJava {
  private QuantizeInJava() {}

  /** Quantizes the model of a job file and returns what validation measured. */
  public static Map<String, Double> run(Path jobFile, Path target) {
    JobConfig job = ConfigLoader.load(jobFile, List.of());
    Pipeline pipeline = Pipeline.open(job);

    // One pass over the data; keep the states, any other settings are solved from them.
    CalibrationResult calibration = pipeline.calibrate();
    QuantizedModel chosen = pipeline.quantize(calibration.states());
    QuantizedModel other =
        pipeline.quantize(calibration.states(), pipeline.settings().withMethod("entropy"));

    // Both candidates run over the same validation rows in one pass.
    ValidationResult measured =
        pipeline.validate(
            List.of(
                new Candidate("chosen", chosen.model()), new Candidate("entropy", other.model())));

    OnnxWriter.write(chosen.model(), target);
    return measured.candidate("chosen").measures();
  }
}
