package dev.vernier.jobs.spark;

import dev.vernier.conf.Redaction;
import dev.vernier.jobs.shard.SlotPool;
import dev.vernier.onnx.VernierException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * A Spark context, started when it is first needed, so that what can be found wrong without it is
 * found at once; closed with the command.
 */
public final class Cluster implements AutoCloseable {
  private static final String HADOOP_PREFIX = "spark.hadoop.";
  private static final String LOOPBACK = "127.0.0.1";

  private final SparkConf conf;
  private final Configuration hadoop;
  private JavaSparkContext context;

  private Cluster(SparkConf conf) {
    this.conf = conf;
    this.hadoop = SparkHadoopUtil.get().newConfiguration(conf);
    hideCredentials();
  }

  /**
   * Configures Spark.
   *
   * @param name shown in Spark's pages
   * @param master used unless spark-submit has set one
   */
  public static Cluster of(String name, String master) {
    SparkConf conf = new SparkConf().setAppName(name);
    conf.setIfMissing("spark.master", master);
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.redaction.regex", Redaction.KEYS);
    String chosen = conf.get("spark.master");
    if (chosen.startsWith("local")) {
      conf.setIfMissing("spark.driver.host", LOOPBACK);
      conf.setIfMissing("spark.driver.bindAddress", LOOPBACK);
    }
    if (!isOneJvm(chosen)) {
      shipCode(conf);
    }
    return new Cluster(conf);
  }

  /** What Spark and the file systems were told in confidence is shown nowhere. */
  private void hideCredentials() {
    Map<String, String> settings = new HashMap<>();
    hadoop.forEach(setting -> settings.put(setting.getKey(), setting.getValue()));
    for (scala.Tuple2<String, String> setting : conf.getAll()) {
      settings.put(setting._1(), setting._2());
    }
    Redaction.remember(settings);
  }

  private static boolean isOneJvm(String master) {
    return master.matches("local(\\[.*])?");
  }

  /** Executors of other JVMs get the jar this class came from, unless spark-submit ships it. */
  private static void shipCode(SparkConf conf) {
    URI location =
        URI.create(Cluster.class.getProtectionDomain().getCodeSource().getLocation().toString());
    if (location.getPath().endsWith(".jar")) {
      conf.setIfMissing("spark.jars", Path.of(location).toString());
    }
  }

  synchronized JavaSparkContext context() {
    if (context == null) {
      try {
        context = new JavaSparkContext(conf);
      } catch (RuntimeException e) {
        throw new VernierException(
            "cannot start Spark on master '" + master() + "': " + RootCause.of(e), e);
      }
    }
    return context;
  }

  /** Tasks that run at a time, as far as known now; starts Spark. */
  public int slots() {
    return context().defaultParallelism();
  }

  /** Whether tasks run in this JVM. */
  public boolean isOneJvm() {
    return isOneJvm(master());
  }

  /** Tasks that run at a time in one JVM; starts Spark. */
  public int slotsOfOneJvm() {
    return isOneJvm() ? slots() : conf.getInt("spark.executor.cores", 1);
  }

  /** How to reach the file systems. */
  public Configuration hadoop() {
    return hadoop;
  }

  /** Settings of file systems that tasks need to be told. */
  Map<String, String> hadoopSettings() {
    Map<String, String> settings = new HashMap<>();
    for (scala.Tuple2<String, String> entry : conf.getAll()) {
      if (entry._1().startsWith(HADOOP_PREFIX)) {
        settings.put(entry._1().substring(HADOOP_PREFIX.length()), entry._2());
      }
    }
    return settings;
  }

  /** Gives every executor a copy of a file, known by its name; the name must be new. */
  public void distribute(Path file) {
    context().addFile(file.toUri().toString());
  }

  /** Where this runs. */
  public String master() {
    return conf.get("spark.master");
  }

  @Override
  public synchronized void close() {
    PassFolders.forget();
    SlotPool.ofThisJvm().clear();
    if (context != null) {
      context.close();
      context = null;
    }
  }
}
