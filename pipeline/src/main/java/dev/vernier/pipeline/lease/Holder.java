package dev.vernier.pipeline.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that holds a lease.
 *
 * @param host its machine's name
 * @param pid its process id there
 * @param started when the process started, which tells it from a later one with the same id
 */
record Holder(String host, long pid, String started) {

  static Holder thisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return new Holder(hostName(), self.pid(), startOf(self));
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Whether the process is known to have ended; unknown counts as running. */
  boolean hasEnded() {
    if (!host.equals(hostName())) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty() || !startOf(process.get()).equals(started);
  }

  byte[] toBytes() {
    return (host + "\n" + pid + "\n" + started + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads what {@link #toBytes} wrote; empty if a crash left it unfinished. */
  static Optional<Holder> fromBytes(byte[] bytes) {
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
    if (lines.length != 4 || !lines[1].matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(new Holder(lines[0], Long.parseLong(lines[1]), lines[2]));
  }

  @Override
  public String toString() {
    return "process " + pid + " on " + host;
  }
}
