package dev.vernier.engine;

import dev.vernier.engine.ops.StandardOperators;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Operators by domain, type and the opset version since which an implementation holds. */
public final class OperatorRegistry {
  private final Map<String, TreeMap<Long, OperatorFactory>> factories = new HashMap<>();

  /** All operators of the engine. */
  public static OperatorRegistry standard() {
    return Standard.REGISTRY;
  }

  /** Adds an implementation that holds from opset {@code sinceVersion} until the next one added. */
  public void register(String domain, String opType, long sinceVersion, OperatorFactory factory) {
    OperatorFactory previous =
        factories
            .computeIfAbsent(key(domain, opType), k -> new TreeMap<>())
            .put(sinceVersion, factory);
    if (previous != null) {
      throw new IllegalStateException(
          key(domain, opType) + " version " + sinceVersion + " is registered twice");
    }
  }

  /** Adds an operator of the default domain. */
  public void register(String opType, long sinceVersion, OperatorFactory factory) {
    register("", opType, sinceVersion, factory);
  }

  /** The implementation that holds for the opset version. */
  public Optional<OperatorFactory> find(String domain, String opType, long opset) {
    TreeMap<Long, OperatorFactory> versions = factories.get(key(domain, opType));
    return Optional.ofNullable(versions).map(v -> v.floorEntry(opset)).map(Map.Entry::getValue);
  }

  /** The names of all operators as {@code domain:type}, sorted; the default domain is empty. */
  public Set<String> names() {
    return new TreeSet<>(factories.keySet());
  }

  private static String key(String domain, String opType) {
    return ("ai.onnx".equals(domain) ? "" : domain) + ":" + opType;
  }

  private static final class Standard {
    private static final OperatorRegistry REGISTRY = create();

    private static OperatorRegistry create() {
      OperatorRegistry registry = new OperatorRegistry();
      StandardOperators.register(registry);
      return registry;
    }
  }
}
