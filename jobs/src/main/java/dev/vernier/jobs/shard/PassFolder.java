package dev.vernier.jobs.shard;

import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.FileErrors;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.pipeline.storage.FolderFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The files of one pass: its plan, the shards committed so far and partial merges. Opening it
 * either starts the pass or resumes it with the plan it was started with.
 *
 * <p>The folders of shards and merges carry the plan's digest in their names. A task that an
 * earlier run has left behind, with another plan, therefore commits where nobody looks; one with
 * this plan commits the bytes that this run would.
 */
public final class PassFolder {
  private static final String PLAN = "plan.json";
  private static final String SHARDS = "shards-";
  private static final String MERGES = "merges-";
  private static final int DIGITS = 16;
  private static final String RESULTS = "(" + SHARDS + "|" + MERGES + ")[0-9a-f]{" + DIGITS + "}";

  private final String path;
  private final ShardPlan plan;
  private final CommittedFiles shards;
  private final CommittedFiles merges;

  private PassFolder(ShardPlan plan, String path, Configuration hadoop) {
    this.path = path;
    this.plan = plan;
    String digest = Sha256.hex(Sha256.of(ShardPlanJson.write(plan))).substring(0, DIGITS);
    this.shards = new CommittedFiles(path + "/" + SHARDS + digest, hadoop);
    this.merges = new CommittedFiles(path + "/" + MERGES + digest, hadoop);
  }

  /**
   * Starts the pass, or resumes the one in the folder.
   *
   * @param folder folder of the pass; a relative one is this JVM's, wherever tasks run
   * @param wanted the plan of this run; its cut into shards gives way to that of a started pass
   * @throws VernierException if the folder holds a pass over other inputs; says what differs
   */
  public static PassFolder open(String folder, ShardPlan wanted, Configuration hadoop) {
    String path = qualified(folder, hadoop);
    FolderFiles files = new FolderFiles(new Path(path), hadoop);
    Optional<byte[]> present = files.read(PLAN);
    if (present.isEmpty()) {
      return start(files, wanted, path, hadoop);
    }
    String where = files.path(PLAN).toString();
    ShardPlan started = ShardPlanJson.read(present.get(), where);
    List<String> differences = started.differences(wanted);
    if (!differences.isEmpty()) {
      throw refusal(where, differences);
    }
    return new PassFolder(started, path, hadoop);
  }

  /** Results without a plan are what a discard cut short has left. */
  private static PassFolder start(
      FolderFiles files, ShardPlan wanted, String path, Configuration hadoop) {
    deleteResults(files);
    files.replace(PLAN, ShardPlanJson.write(wanted));
    return new PassFolder(wanted, path, hadoop);
  }

  private static void deleteResults(FolderFiles files) {
    files.names().stream().filter(name -> name.matches(RESULTS)).forEach(files::delete);
    files.deleteUnfinished(PLAN);
  }

  /**
   * Deletes every pass below a work folder, and the folder if that leaves it empty. Whatever else
   * is in it stays.
   */
  public static void discardAll(String workFolder, Configuration hadoop) {
    WorkFolder work = new WorkFolder(workFolder, hadoop);
    for (String pass : work.folders()) {
      FolderFiles files = new FolderFiles(new Path(pass), hadoop);
      if (files.names().stream().anyMatch(name -> name.equals(PLAN) || name.matches(RESULTS))) {
        files.delete(PLAN);
        deleteResults(files);
        work.deleteIfEmpty(pass);
      }
    }
    work.deleteIfEmpty(workFolder);
  }

  private static String qualified(String folder, Configuration hadoop) {
    try {
      Path path = new Path(folder);
      return path.getFileSystem(hadoop).makeQualified(path).toString();
    } catch (IOException e) {
      throw new VernierException(
          folder + ": no file system for this path: " + FileErrors.reason(e), e);
    }
  }

  /** The pass in the folder, as a task sees it. */
  public static PassFolder started(String path, Configuration hadoop) {
    FolderFiles files = new FolderFiles(new Path(path), hadoop);
    String where = files.path(PLAN).toString();
    byte[] text =
        files.read(PLAN).orElseThrow(() -> new VernierException(where + ": the plan is gone"));
    return new PassFolder(ShardPlanJson.read(text, where), path, hadoop);
  }

  private static VernierException refusal(String plan, List<String> differences) {
    return new VernierException(
        plan
            + ": an unfinished run was started on other inputs, so it cannot be resumed:\n  "
            + String.join("\n  ", differences)
            + "\nRestore the inputs, or start over with --restart.");
  }

  /** Where the pass is. */
  public String path() {
    return path;
  }

  /** The plan in force. */
  public ShardPlan plan() {
    return plan;
  }

  /** Committed shard results. */
  public CommittedFiles shards() {
    return shards;
  }

  /** Committed partial merges. */
  public CommittedFiles merges() {
    return merges;
  }

  /** File name of a shard's result. */
  public static String shardName(int id) {
    return String.format(Locale.ROOT, "%06d", id);
  }

  /** Shards without a committed result, or with one that a crash has cut short, in order. */
  public List<Shard> missing() {
    Set<String> present = shards.names();
    List<Shard> missing = new ArrayList<>();
    for (Shard shard : plan.shards()) {
      String name = shardName(shard.id());
      if (!present.contains(name) || !shards.hasLength(name)) {
        missing.add(shard);
      }
    }
    return missing;
  }
}
