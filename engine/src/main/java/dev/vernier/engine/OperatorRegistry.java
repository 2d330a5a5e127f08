package dev.vernier.engine;

import dev.vernier.engine.ops.StandardOperators;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

  /** Every implementation, by domain, type and version. */
  public List<Implementation> implementations() {
    List<Implementation> all = new ArrayList<>();
    for (String name : names()) {
      int colon = name.indexOf(':');
      String domain = name.substring(0, colon);
      String opType = name.substring(colon + 1);
      factories
          .get(name)
          .forEach((since, made) -> all.add(new Implementation(domain, opType, since, made)));
    }
    return all;
  }

  /** What makes an operator from opset {@code since} until the next implementation. */
  public record Implementation(String domain, String opType, long since, OperatorFactory factory) {}

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
