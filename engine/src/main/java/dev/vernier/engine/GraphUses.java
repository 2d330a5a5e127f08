package dev.vernier.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who makes and who reads the values of a graph that is being built. */
final class GraphUses {
  private final Map<Integer, ProgramNode> producers = new HashMap<>();
  private final Map<Integer, List<ProgramNode>> users = new HashMap<>();
  private final Set<Integer> graphOutputs = new HashSet<>();

  GraphUses(ProgramBuilder builder) {
    for (ProgramNode node : builder.ordered) {
      for (int id : node.outputs()) {
        producers.put(id, node);
      }
      for (int id : node.inputs()) {
        users.computeIfAbsent(id, i -> new ArrayList<>()).add(node);
      }
    }
    for (int id : builder.outputs) {
      graphOutputs.add(id);
    }
  }

  /** The node that makes a value, or null. */
  ProgramNode producer(int id) {
    return producers.get(id);
  }

  /** The node that makes a value if it is the given operator of the default domain, or null. */
  ProgramNode producer(int id, String opType) {
    ProgramNode node = producers.get(id);
    return node != null && node.node().is(opType) ? node : null;
  }

  /** The only reader of a value that is no output of the graph, or null. */
  ProgramNode sole(int id) {
    List<ProgramNode> list = users.getOrDefault(id, List.of());
    return list.size() == 1 && !graphOutputs.contains(id) ? list.get(0) : null;
  }
}
