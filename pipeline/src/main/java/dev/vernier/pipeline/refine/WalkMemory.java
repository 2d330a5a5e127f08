package dev.vernier.pipeline.refine;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.edit.TopologicalOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps what two walks hold of all samples below a bound that depends on nothing but the model and
 * the samples' shapes, so that the same samples are used everywhere.
 */
public final class WalkMemory {
  /** What the walks may hold. */
  public static final long MOST_BYTES = 256L << 20;

  /** Floats of one walk and codes, a quarter as large, of the other. */
  private static final double BOTH = 1.25;

  private final OnnxModel model;
  private final InferenceSession session;
  private final Map<String, Long> known = new HashMap<>();

  WalkMemory(OnnxModel model) {
    this.model = model;
    this.session = EngineModel.load(model).newSession();
  }

  /** The first of the samples, at least one, that together stay below the bound. */
  List<Map<String, Tensor>> fitting(List<Map<String, Tensor>> samples) {
    List<Map<String, Tensor>> taken = new ArrayList<>();
    long bytes = 0;
    for (Map<String, Tensor> sample : samples) {
      bytes += bytes(sample);
      if (bytes > MOST_BYTES && !taken.isEmpty()) {
        return taken;
      }
      taken.add(sample);
    }
    return taken;
  }

  private long bytes(Map<String, Tensor> sample) {
    Map<String, int[]> dims = new LinkedHashMap<>();
    sample.forEach((name, tensor) -> dims.put(name, tensor.dims()));
    return known.computeIfAbsent(String.valueOf(sample.values()), shapes -> held(dims));
  }

  private long held(Map<String, int[]> dims) {
    long inputs = dims.values().stream().mapToLong(WalkMemory::bytes).sum();
    return inputs + (long) (BOTH * mostAlive(session.facts(dims)));
  }

  /** What refining holds on that many samples of these shapes. */
  public static long bytes(OnnxModel prepared, Map<String, int[]> dims, long samples) {
    long one = new WalkMemory(prepared).held(dims);
    long walks = Math.max(one, Math.min(MOST_BYTES, samples * one));
    return walks + WeightRounder.bytes(prepared);
  }

  /** Largest sum of bytes, over all places in graph order, that nodes behind the place read. */
  private long mostAlive(Map<String, TensorFact> facts) {
    List<Node> nodes = model.graph().nodes();
    Map<String, Integer> lastUse = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String used : TopologicalOrder.usedNames(nodes.get(i))) {
        lastUse.put(used, i);
      }
    }
    long[] released = new long[nodes.size()];
    long alive = 0;
    long most = 0;
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        Integer last = lastUse.get(output);
        if (last != null) {
          long bytes = bytes(facts.get(output));
          alive += bytes;
          released[last] += bytes;
        }
      }
      most = Math.max(most, alive);
      alive -= released[i];
    }
    return most;
  }

  private static long bytes(TensorFact fact) {
    return fact == null || !fact.hasDims() || fact.isConstant() ? 0 : bytes(fact.dims());
  }

  private static long bytes(int[] dims) {
    long elements = 1;
    for (int dim : dims) {
      elements *= dim;
    }
    return Float.BYTES * elements;
  }
}
