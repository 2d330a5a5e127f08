package dev.vernier.jobs;

import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.MemoryPlan;
import dev.vernier.engine.NodePlan;
import dev.vernier.onnx.VernierException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints how a model runs at chosen input shapes: steps by layout, fusions, memory. */
final class PlanDescription {
  private static final String DYNAMIC = "shape depends on data";

  private PlanDescription() {}

  /**
   * The plans of all nodes; none, with a line that says why, if the shapes do not fit the model.
   *
   * @param given shapes by input, in place of the examples
   */
  static List<NodePlan> print(
      InferenceSession session, Map<String, int[]> given, PrintWriter out, Summary summary) {
    Map<String, int[]> dims = new LinkedHashMap<>(session.exampleDims());
    dims.putAll(given);
    Map<String, String> shapes = new TreeMap<>();
    dims.forEach((name, shape) -> shapes.put(name, Arrays.toString(shape)));
    try {
      List<NodePlan> plans = session.nodePlans(dims);
      MemoryPlan memory = session.memoryPlan(dims);
      out.println("planned for " + shapes + ": " + memory);
      counts(plans).forEach((how, count) -> out.println("  " + count + " nodes " + how));
      if (plans.stream().anyMatch(plan -> plan.how().equals(DYNAMIC))) {
        out.println("  what depends on data is planned as it comes; its memory is not in the plan");
      }
      summary.put("plannedShapes", shapes).put("memory", figures(memory));
      summary.put("layouts", counts(plans));
      return plans;
    } catch (VernierException e) {
      out.println(
          "no plan for " + shapes + "; choose others by --shape NAME=D,D: " + e.getMessage());
      summary.put("noPlan", e.getMessage());
      return List.of();
    }
  }

  private static Map<String, Long> counts(List<NodePlan> plans) {
    return plans.stream()
        .map(plan -> plan.how() + (plan.isFused() ? ", fused" : ""))
        .collect(Collectors.groupingBy(how -> how, TreeMap::new, Collectors.counting()));
  }

  private static Map<String, Long> figures(MemoryPlan memory) {
    Map<String, Long> bytes = new LinkedHashMap<>();
    bytes.put("arenaBytes", memory.arenaBytes());
    bytes.put("scratchBytes", memory.scratchBytes());
    bytes.put("ioBytes", memory.ioBytes());
    bytes.put("packedBytes", memory.packedBytes());
    bytes.put("constantBytes", memory.constantBytes());
    return bytes;
  }
}
