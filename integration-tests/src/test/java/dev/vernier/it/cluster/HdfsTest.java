package dev.vernier.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.it.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivilegedAction;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Data and work folder on an HDFS of two data nodes, which loses one, its room, or its patience.
 */
class HdfsTest {
  private static final int BLOCK = 1 << 20;
  private static final Map<String, String> CLIENT =
      Map.of("spark.hadoop.dfs.replication", "2", "spark.hadoop.dfs.blocksize", "" + BLOCK);

  @TempDir private static Path folder;
  private static TinyJob job;
  private static MiniDFSCluster hdfs;
  private static DistributedFileSystem files;
  private static String data;

  @BeforeAll
  static void start() throws IOException {
    job = new TinyJob(folder);
    Configuration configuration = new HdfsConfiguration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    configuration.setInt("dfs.replication", 2);
    configuration.setInt("dfs.blocksize", BLOCK);
    hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(2).build();
    hdfs.waitActive();
    files = hdfs.getFileSystem();
    files.copyFromLocalFile(path(job.data().toUri().toString()), path("/data"));
    data = hdfs.getURI() + "/data";
  }

  @AfterAll
  static void stop() {
    if (hdfs != null) {
      hdfs.shutdown(true);
    }
  }

  private static org.apache.hadoop.fs.Path path(String text) {
    return new org.apache.hadoop.fs.Path(text);
  }

  private static Run run(Path out, String work, String faults) {
    String folder = "run.work-dir=" + hdfs.getURI() + work;
    String[] command = TinyJob.command(out, data, "--master", "local[2]", "--set", folder);
    return Settings.during(CLIENT, faults, () -> Run.here(command));
  }

  private static int committed(String work) {
    try {
      FileStatus[] shards = files.globStatus(path(work + "/calibrate/shards-*/[0-9]*"));
      return shards == null ? 0 : shards.length;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Disturbs a run once it has committed some shards, and returns how it ended. */
  private static Run disturbed(Path out, String work, Disturbance disturbance) throws IOException {
    CompletableFuture<Run> run = CompletableFuture.supplyAsync(() -> run(out, work, "slow=150"));
    Await.until(() -> "shards in " + work, () -> committed(work) >= 4 || run.isDone());
    disturbance.happen();
    return run.join();
  }

  /** Something that goes wrong meanwhile. */
  private interface Disturbance {
    void happen() throws IOException;
  }

  private static void assertCompletes(Path out, String work) throws IOException {
    Run again = run(out, work, "").succeeded();
    assertThat(again.err()).contains("calibrate: resuming, ");
    job.assertUndisturbed(out);
    assertThat(files.exists(path(work))).isFalse();
  }

  @Test
  void aDataNodeStops() throws IOException {
    Path out = folder.resolve("node");
    AtomicReference<MiniDFSCluster.DataNodeProperties> stopped = new AtomicReference<>();
    try {
      disturbed(out, "/node", () -> stopped.set(hdfs.stopDataNode(0))).succeeded();
      job.assertUndisturbed(out);
      assertThat(files.exists(path("/node"))).isFalse();
    } finally {
      hdfs.restartDataNode(stopped.get());
      hdfs.waitActive();
    }
  }

  @Test
  void theDiskFillsUp() throws IOException {
    Path out = folder.resolve("full");
    Run full =
        disturbed(
            out, "/full", () -> files.setQuota(path("/full"), HdfsConstants.QUOTA_DONT_SET, BLOCK));
    full.failedSaying(
        1, "/full/calibrate/shards-", "cannot be written", "quota", "with room in it");
    assertThat(out.resolve("model.onnx")).doesNotExist();
    files.setQuota(path("/full"), HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
    assertCompletes(out, "/full");
  }

  @Test
  void theWorkFolderMayNotBeWritten() throws Exception {
    Path out = folder.resolve("denied");
    files.mkdirs(path("/owned"));
    files.setPermission(path("/owned"), new FsPermission((short) 0755));
    UserGroupInformation visitor = UserGroupInformation.createRemoteUser("visitor");
    PrivilegedAction<Run> attempt = () -> run(out, "/owned/work", "");
    visitor
        .doAs(attempt)
        .failedSaying(1, "/owned", "cannot be written", "Permission denied", "may");
    files.setPermission(path("/owned"), new FsPermission((short) 0777));
    visitor.doAs(attempt).succeeded();
    job.assertUndisturbed(out);
  }

  @Test
  void theWorkFolderBecomesReadOnlyMeanwhile() throws IOException {
    Path out = folder.resolve("readonly");
    UserGroupInformation visitor = UserGroupInformation.createRemoteUser("visitor");
    files.mkdirs(path("/shared"), new FsPermission((short) 0777));
    files.setPermission(path("/shared"), new FsPermission((short) 0777));
    String work = "/shared/work";
    CompletableFuture<Run> run =
        CompletableFuture.supplyAsync(
            () -> visitor.doAs((PrivilegedAction<Run>) () -> run(out, work, "slow=150")));
    Await.until(() -> "shards in " + work, () -> committed(work) >= 4 || run.isDone());
    for (FileStatus shards : files.globStatus(path(work + "/calibrate/shards-*"))) {
      files.setPermission(shards.getPath(), new FsPermission((short) 0555));
    }
    run.join().failedSaying(1, "cannot be written", "Permission denied");
    for (FileStatus shards : files.globStatus(path(work + "/calibrate/shards-*"))) {
      files.setPermission(shards.getPath(), new FsPermission((short) 0755));
    }
    Run again = visitor.doAs((PrivilegedAction<Run>) () -> run(out, work, "")).succeeded();
    assertThat(again.err()).contains("calibrate: resuming, ");
    job.assertUndisturbed(out);
  }
}
