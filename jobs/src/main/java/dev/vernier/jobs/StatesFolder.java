package dev.vernier.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.repository.FileSystemStateRepository;
import dev.vernier.pipeline.repository.MergedStates.Part;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.pipeline.storage.FolderFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Saved states on any Hadoop file system, with the record of the run beside them.
 *
 * @param states the folder of the states
 * @param run the record, which may be absent
 */
record StatesFolder(Path states, Path run) {
  private static final String MERGED = "merged";
  private static final String STATES = "states";
  private static final String RUN = "run.json";
  private static final byte[] NO_RECORD = {'{', '}'};

  /** From a folder of states, or a run's output folder that holds one. */
  static StatesFolder find(String text, Configuration hadoop) {
    Path folder = new Path(text);
    Path inside = new Path(folder, STATES);
    if (!repository(folder, hadoop).exists() && repository(inside, hadoop).exists()) {
      return new StatesFolder(inside, new Path(folder, RUN));
    }
    return new StatesFolder(folder, new Path(folder.getParent(), RUN));
  }

  /** Where a run with this output folder leaves them. */
  static StatesFolder in(String out) {
    return new StatesFolder(new Path(out, STATES), new Path(out, RUN));
  }

  private static FileSystemStateRepository repository(Path folder, Configuration hadoop) {
    return new FileSystemStateRepository(folder, hadoop);
  }

  SavedStates load(Configuration hadoop) {
    return repository(states, hadoop).load();
  }

  void save(SavedStates saved, Configuration hadoop) {
    repository(states, hadoop).save(saved);
  }

  /** The calibrations that the states were merged from; empty if of a single one. */
  List<Part> parts(Configuration hadoop) {
    List<Part> parts = new ArrayList<>();
    for (JsonNode part : record(hadoop).path(MERGED)) {
      parts.add(
          new Part(
              part.path("digest").asText(),
              part.path("source").asText(),
              part.path("samples").asLong()));
    }
    return parts;
  }

  private JsonNode record(Configuration hadoop) {
    Optional<byte[]> record = beside(hadoop).read(run.getName());
    try {
      return new ObjectMapper().readTree(record.orElse(NO_RECORD));
    } catch (IOException e) {
      throw new VernierException(
          run
              + ": the record of the run beside the states cannot be read: "
              + e.getMessage()
              + ". Move it away if it is broken; it then says nothing of what was merged",
          e);
    }
  }

  private FolderFiles beside(Configuration hadoop) {
    return new FolderFiles(run.getParent(), hadoop);
  }

  /** Leaves the record of a merge. */
  void record(List<Part> parts, Configuration hadoop) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("version", BuildInfo.version());
    values.put(MERGED, parts.stream().map(StatesFolder::toMap).toList());
    beside(hadoop).replace(run.getName(), Summary.json(values));
  }

  private static Map<String, Object> toMap(Part part) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("digest", part.digest());
    map.put("source", part.source());
    map.put("samples", part.samples());
    return map;
  }
}
