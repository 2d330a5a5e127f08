package dev.vernier.jobs.pass;

import dev.vernier.jobs.spark.Cluster;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.ModelDigest;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.pipeline.CandidateModel;
import dev.vernier.pipeline.PreparedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Brings models to the executors as files, external data beside them. Executors inside the driver's
 * JVM get them in memory instead.
 */
final class ModelDistribution implements AutoCloseable {
  private static final int NAME_DIGITS = 24;

  private final Cluster cluster;
  private final Set<String> distributed = new HashSet<>();
  private Path folder;

  ModelDistribution(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Returns the name tasks know the model by. */
  String distribute(PreparedModel model) {
    String file = name("model", model.digest());
    if (cluster.isOneJvm()) {
      Models.share(file, model);
    } else {
      ship(file, model.original());
    }
    return file;
  }

  /** Returns the name tasks know the candidate by. */
  String distribute(CandidateModel candidate) {
    String digest = Sha256.hex(ModelDigest.sha256(candidate.model()));
    String file = name(candidate.name(), digest);
    if (cluster.isOneJvm()) {
      Models.share(file, candidate);
    } else {
      ship(file, candidate.model());
    }
    return file;
  }

  private static String name(String what, String digest) {
    return what.replaceAll("[^A-Za-z0-9_-]", "_")
        + "-"
        + digest.substring(0, NAME_DIGITS)
        + ".onnx";
  }

  private void ship(String file, OnnxModel model) {
    if (!distributed.add(file)) {
      return;
    }
    try {
      if (folder == null) {
        folder = Files.createTempDirectory("vernier-models");
      }
      Path own = Files.createDirectories(folder.resolve(file + ".d"));
      OnnxWriter.write(model, own.resolve(file));
      list(own).forEach(cluster::distribute);
    } catch (IOException e) {
      throw new VernierException("cannot write a temporary copy of the model: " + e, e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Override
  public void close() {
    Models.clear();
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new VernierException(folder + ": temporary files cannot be deleted: " + e, e);
    }
  }
}
