package dev.vernier.jobs.shard;

import dev.vernier.onnx.VernierException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The files of one pass: its plan, the shards committed so far and partial merges. Opening it
 * either starts the pass or resumes it with the plan it was started with.
 */
public final class PassFolder {
  private static final String PLAN = "plan.json";

  private final String path;
  private final ShardPlan plan;
  private final CommittedFiles shards;
  private final CommittedFiles merges;

  private PassFolder(ShardPlan plan, String path, Configuration hadoop) {
    this.path = path;
    this.plan = plan;
    this.shards = new CommittedFiles(path + "/shards", hadoop);
    this.merges = new CommittedFiles(path + "/merges", hadoop);
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
    PlainFile file = new PlainFile(path + "/" + PLAN, hadoop);
    if (!file.exists()) {
      return start(file, wanted, path, hadoop);
    }
    ShardPlan started = ShardPlanJson.read(file.read(), file.path());
    List<String> differences = started.differences(wanted);
    if (!differences.isEmpty()) {
      throw refusal(file.path(), differences);
    }
    return new PassFolder(started, path, hadoop);
  }

  /** What a discarded pass may have left beside its plan was computed for another cut. */
  private static PassFolder start(
      PlainFile file, ShardPlan wanted, String path, Configuration hadoop) {
    PassFolder pass = new PassFolder(wanted, path, hadoop);
    pass.shards.deleteAll();
    pass.merges.deleteAll();
    file.write(ShardPlanJson.write(wanted));
    return pass;
  }

  /**
   * Deletes every pass below a work folder, and the folder if that leaves it empty. Whatever else
   * is in it stays.
   */
  public static void discardAll(String workFolder, Configuration hadoop) {
    WorkFolder work = new WorkFolder(workFolder, hadoop);
    for (String pass : work.foldersWith(PLAN)) {
      work.delete(pass + "/" + PLAN);
      new CommittedFiles(pass + "/shards", hadoop).deleteAll();
      new CommittedFiles(pass + "/merges", hadoop).deleteAll();
      work.deleteIfEmpty(pass);
    }
    work.deleteIfEmpty(workFolder);
  }

  private static String qualified(String folder, Configuration hadoop) {
    try {
      Path path = new Path(folder);
      return path.getFileSystem(hadoop).makeQualified(path).toString();
    } catch (IOException e) {
      throw new VernierException(folder + ": no file system for this path: " + e.getMessage(), e);
    }
  }

  /** The pass in the folder, as a task sees it. */
  public static PassFolder started(String path, Configuration hadoop) {
    PlainFile file = new PlainFile(path + "/" + PLAN, hadoop);
    return new PassFolder(ShardPlanJson.read(file.read(), file.path()), path, hadoop);
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

  /** Shards without a committed result, in order. */
  public List<Shard> missing() {
    Set<String> present = shards.names();
    List<Shard> missing = new ArrayList<>();
    for (Shard shard : plan.shards()) {
      String name = shardName(shard.id());
      if (!present.contains(name) || shards.read(name).isEmpty()) {
        missing.add(shard);
      }
    }
    return missing;
  }
}
