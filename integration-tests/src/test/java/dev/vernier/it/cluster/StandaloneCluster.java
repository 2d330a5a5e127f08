package dev.vernier.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.it.Checkout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Spark master and two workers of one core each, in JVMs of their own on loopback. The workers
 * have addresses of their own, since Spark speculates on other hosts only.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  private final Path folder;
  private final Jvm master;
  private final String url;
  private final Jvm[] workers = new Jvm[2];
  private int started;

  StandaloneCluster(Path folder) {
    this.folder = folder;
    this.master =
        Jvm.start(
            folder.resolve("master.log"),
            Jvm.Command.spark(environment("127.0.0.1")),
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0");
    try {
      this.url = master.awaitLine("Starting Spark master at (spark://\\S+)");
      startWorkers();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Whether this machine has the workers' addresses; macOS has only 127.0.0.1 unless told. */
  static boolean hasAddresses() {
    for (int i = 2; i <= 3; i++) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0." + i))) {
        assertThat(socket.isBound()).isTrue();
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  private Map<String, String> environment(String address) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SPARK_HOME", Checkout.home().resolve("jobs/target/spark-home").toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_LOCAL_IP", address);
    environment.put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
    return environment;
  }

  /** Starts the workers that do not run. */
  void startWorkers() {
    List<Integer> fresh = new ArrayList<>();
    for (int i = 0; i < workers.length; i++) {
      if (workers[i] == null || !workers[i].isAlive()) {
        workers[i] = startWorker("127.0.0." + (2 + i));
        fresh.add(i);
      }
    }
    fresh.forEach(i -> workers[i].awaitLine("Successfully registered with master"));
  }

  private Jvm startWorker(String address) {
    return Jvm.start(
        folder.resolve("worker-" + started++ + ".log"),
        Jvm.Command.spark(environment(address)),
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        address,
        "--port",
        "0",
        "--webui-port",
        "0",
        "--cores",
        "1",
        "--memory",
        "700M",
        "--work-dir",
        folder.resolve("work-" + address).toString(),
        url);
  }

  /** Starts a command with spark-submit, in a JVM of its own. */
  Jvm submit(Path log, String faults, List<String> conf, List<String> command) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--master", url, "--class", "dev.vernier.jobs.Vernier"));
    List<String> settings = new ArrayList<>(conf);
    settings.add("spark.driver.host=127.0.0.1");
    settings.add("spark.executor.memory=600m");
    settings.add("spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    settings.forEach(setting -> arguments.addAll(List.of("--conf", setting)));
    arguments.add(Checkout.home().resolve("jobs/target/vernier.jar").toString());
    arguments.addAll(command);
    return Jvm.start(
        log,
        Jvm.Command.spark(environment("127.0.0.1"), "-Dvernier.test.faults=" + faults),
        "org.apache.spark.deploy.SparkSubmit",
        arguments.toArray(String[]::new));
  }

  /** The executor of a worker. */
  ProcessHandle executor(int worker) {
    return workers[worker].descendant(EXECUTOR);
  }

  void killWorker(int worker) {
    workers[worker].kill();
  }

  @Override
  public void close() {
    for (Jvm worker : workers) {
      if (worker != null) {
        worker.close();
      }
    }
    master.close();
  }
}
