package dev.vernier.jobs.pass;

import dev.vernier.jobs.shard.TaskEnvironment;
import dev.vernier.pipeline.PreparedModel;
import java.util.HashMap;
import java.util.Map;

/**
 * The models of this JVM, by the name of their distributed file, which contains their digest: each
 * is read and prepared once and shared by all task slots.
 */
final class Models {
  private static final Map<String, PreparedModel> LOADED = new HashMap<>();

  private Models() {}

  static synchronized PreparedModel load(String name, TaskEnvironment environment) {
    return LOADED.computeIfAbsent(name, absent -> PreparedModel.load(environment.file(name)));
  }

  /** Makes a model known that is loaded already, so that local tasks share it with the driver. */
  static synchronized void share(String name, PreparedModel model) {
    LOADED.put(name, model);
  }

  /** Forgets all models. */
  static synchronized void clear() {
    LOADED.clear();
  }
}
