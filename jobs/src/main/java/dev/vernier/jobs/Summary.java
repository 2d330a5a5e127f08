package dev.vernier.jobs;

import dev.vernier.onnx.io.AtomicFiles;
import dev.vernier.pipeline.report.PublicJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a command did, as names and plain values for machines. */
final class Summary {
  private final Map<String, Object> values = new LinkedHashMap<>();

  Summary(String command) {
    values.put("command", command);
    values.put("version", BuildInfo.version());
  }

  /** Adds a value: text, number, list or map. */
  Summary put(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /** Writes the summary if a file was asked for; returns the exit status it was given. */
  int finish(CommonOptions options, int exitCode) {
    values.put("exitCode", exitCode);
    if (options.json() != null) {
      write(options.json());
    }
    return exitCode;
  }

  /** Writes what was put so far. */
  void write(Path file) {
    write(file, values);
  }

  /** Writes plain values as indented JSON, atomically. */
  static void write(Path file, Map<String, Object> values) {
    AtomicFiles.write(file, json(values));
  }

  /** Plain values as indented JSON, without credentials. */
  static byte[] json(Map<String, Object> values) {
    return PublicJson.bytes(values);
  }
}
