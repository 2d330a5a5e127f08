package dev.vernier.engine;

/** Finds the nodes that a plan has to run and the values it has to keep. */
final class Liveness {
  private final boolean[] live;
  private final boolean[] needed;

  private Liveness(boolean[] live, boolean[] needed) {
    this.live = live;
    this.needed = needed;
  }

  static Liveness of(GraphProgram program, ShapeInference inference, boolean[] observed) {
    boolean[] needed = observed.clone();
    for (int id : program.outputs()) {
      needed[id] = true;
    }
    boolean[] live = new boolean[program.nodes().size()];
    for (int n = live.length - 1; n >= 0; n--) {
      ProgramNode node = program.nodes().get(n);
      live[n] = !inference.isFolded(node) && anyNeeded(node.outputs(), needed);
      if (live[n]) {
        require(node.inputs(), needed);
      }
    }
    return new Liveness(live, needed);
  }

  /** Nodes that an output or an observed value needs and that are not computed already. */
  boolean[] nodes() {
    return live;
  }

  /** Whether a live node, an output or an observer uses the value. */
  boolean isNeeded(int id) {
    return id >= 0 && needed[id];
  }

  private static boolean anyNeeded(int[] ids, boolean[] needed) {
    for (int id : ids) {
      if (id >= 0 && needed[id]) {
        return true;
      }
    }
    return false;
  }

  private static void require(int[] ids, boolean[] needed) {
    for (int id : ids) {
      if (id >= 0) {
        needed[id] = true;
      }
    }
  }
}
