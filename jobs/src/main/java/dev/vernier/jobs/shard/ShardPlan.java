package dev.vernier.jobs.shard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a pass will do, written before it starts.
 *
 * @param pass name of the pass, such as {@code calibrate}
 * @param modelDigest digest of what is run
 * @param settingsDigest digest of every setting that can affect the result
 * @param selection which rows take part, as text that the pass understands; empty for all
 * @param files the input, in path order
 * @param shards the work, by id
 */
public record ShardPlan(
    String pass,
    String modelDigest,
    String settingsDigest,
    String selection,
    List<InputFile> files,
    List<Shard> shards) {

  /** Differences listed before the rest is summed up. */
  private static final int LISTED_DIFFERENCES = 8;

  /** Copies the lists. */
  public ShardPlan {
    files = List.copyOf(files);
    shards = List.copyOf(shards);
  }

  /** Rows of all shards, before any selection. */
  public long rows() {
    return shards.stream().mapToLong(Shard::rows).sum();
  }

  /**
   * In which inputs another run differs from this plan; empty if this plan's shards may be used.
   * How the rows are cut into shards is no input.
   */
  public List<String> differences(ShardPlan now) {
    List<String> found = new ArrayList<>();
    compare("pass", pass, now.pass, found);
    compare("model digest", modelDigest, now.modelDigest, found);
    compare("settings digest", settingsDigest, now.settingsDigest, found);
    compare("selected rows", selection, now.selection, found);
    compareFiles(now, found);
    return shortened(found);
  }

  private static void compare(String what, Object planned, Object now, List<String> found) {
    if (!Objects.equals(planned, now)) {
      found.add(what + ": planned " + planned + ", now " + now);
    }
  }

  private void compareFiles(ShardPlan now, List<String> found) {
    Map<String, InputFile> present = new HashMap<>();
    now.files.forEach(file -> present.put(file.path(), file));
    for (InputFile planned : files) {
      InputFile file = present.remove(planned.path());
      if (file == null) {
        found.add(planned.path() + ": planned, but no longer among the inputs");
      } else {
        compareFile(planned, file, found);
      }
    }
    now.files.stream()
        .filter(file -> present.containsKey(file.path()))
        .forEach(file -> found.add(file.path() + ": among the inputs now, but not planned"));
  }

  private static void compareFile(InputFile planned, InputFile now, List<String> found) {
    compare(planned.path() + ": length", planned.length(), now.length(), found);
    compare(planned.path() + ": modification time", planned.modified(), now.modified(), found);
    compare(planned.path() + ": row groups", planned.rowGroups(), now.rowGroups(), found);
  }

  private static List<String> shortened(List<String> found) {
    if (found.size() <= LISTED_DIFFERENCES) {
      return List.copyOf(found);
    }
    List<String> head = new ArrayList<>(found.subList(0, LISTED_DIFFERENCES));
    head.add("and " + (found.size() - LISTED_DIFFERENCES) + " more");
    return List.copyOf(head);
  }
}
