package dev.vernier.jobs.pass;

import dev.vernier.jobs.shard.TaskEnvironment;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.CandidateModel;
import dev.vernier.pipeline.PreparedModel;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The models of this JVM, by the name of their distributed file, which contains their digest: each
 * is read and prepared once and shared by all task slots.
 */
final class Models {
  private static final Map<String, PreparedModel> LOADED = new HashMap<>();
  private static final Map<String, CandidateModel> CANDIDATES = new HashMap<>();

  private Models() {}

  static synchronized PreparedModel load(String file, TaskEnvironment environment) {
    KernelsProvider.selfCheckInBackground();
    return LOADED.computeIfAbsent(file, absent -> PreparedModel.load(environment.file(file)));
  }

  static synchronized CandidateModel loadCandidate(
      String name, String file, TaskEnvironment environment) {
    return CANDIDATES.computeIfAbsent(
        file,
        absent -> CandidateModel.of(new Candidate(name, OnnxReader.read(environment.file(file)))));
  }

  /** Forgets all candidates but these, so that memory holds those of one pass at a time. */
  static synchronized void keepCandidates(Collection<String> files) {
    CANDIDATES.keySet().retainAll(files);
  }

  /** Makes a model known that is loaded already, so that local tasks share it with the driver. */
  static synchronized void share(String file, PreparedModel model) {
    LOADED.put(file, model);
  }

  /** Makes a candidate known that is loaded already. */
  static synchronized void share(String file, CandidateModel candidate) {
    CANDIDATES.put(file, candidate);
  }

  /** Forgets all models. */
  static synchronized void clear() {
    LOADED.clear();
    CANDIDATES.clear();
  }
}
