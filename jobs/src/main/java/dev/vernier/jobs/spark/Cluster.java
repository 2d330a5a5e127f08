package dev.vernier.jobs.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A running Spark context, closed with the command. */
public final class Cluster implements AutoCloseable {
  private static final String HADOOP_PREFIX = "spark.hadoop.";
  private static final String LOOPBACK = "127.0.0.1";

  private final JavaSparkContext context;

  private Cluster(JavaSparkContext context) {
    this.context = context;
  }

  /**
   * Starts Spark.
   *
   * @param name shown in Spark's pages
   * @param master used unless spark-submit has set one
   */
  public static Cluster start(String name, String master) {
    SparkConf conf = new SparkConf().setAppName(name);
    conf.setIfMissing("spark.master", master);
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.executor.processTreeMetrics.enabled", "false");
    String chosen = conf.get("spark.master");
    if (chosen.startsWith("local")) {
      conf.setIfMissing("spark.driver.host", LOOPBACK);
      conf.setIfMissing("spark.driver.bindAddress", LOOPBACK);
    }
    if (!chosen.matches("local(\\[.*])?")) {
      shipCode(conf);
    }
    return new Cluster(new JavaSparkContext(conf));
  }

  /** Executors of other JVMs get the jar this class came from, unless spark-submit ships it. */
  private static void shipCode(SparkConf conf) {
    String location = Path.of(java.net.URI.create(codeLocation())).toAbsolutePath().toString();
    if (location.endsWith(".jar")) {
      conf.setIfMissing("spark.jars", location);
    }
  }

  private static String codeLocation() {
    return Cluster.class.getProtectionDomain().getCodeSource().getLocation().toString();
  }

  JavaSparkContext context() {
    return context;
  }

  /** Tasks that run at a time, as far as known now. */
  public int slots() {
    return context.defaultParallelism();
  }

  /** Whether tasks run in this JVM. */
  public boolean isOneJvm() {
    return context.isLocal();
  }

  /** Tasks that run at a time in one JVM. */
  public int slotsOfOneJvm() {
    return isOneJvm() ? slots() : context.getConf().getInt("spark.executor.cores", 1);
  }

  /** How to reach the file systems. */
  public Configuration hadoop() {
    return context.hadoopConfiguration();
  }

  /** Settings of file systems that tasks need to be told. */
  Map<String, String> hadoopSettings() {
    Map<String, String> settings = new HashMap<>();
    for (scala.Tuple2<String, String> entry : context.getConf().getAll()) {
      if (entry._1().startsWith(HADOOP_PREFIX)) {
        settings.put(entry._1().substring(HADOOP_PREFIX.length()), entry._2());
      }
    }
    return settings;
  }

  /** Gives every executor a copy of a file, known by its name; the name must be new. */
  public void distribute(Path file) {
    context.addFile(file.toUri().toString());
  }

  /** Description of where this runs. */
  public String master() {
    return context.master();
  }

  @Override
  public void close() throws IOException {
    PassFolders.forget();
    dev.vernier.jobs.shard.SlotPool.ofThisJvm().clear();
    context.close();
  }
}
