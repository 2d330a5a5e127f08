package dev.vernier.engine;

/** Finds the nodes that a plan has to run. */
final class Liveness {
  private Liveness() {}

  /** True for nodes that an output or an observed value needs and that are not computed already. */
  static boolean[] of(GraphProgram program, ShapeInference inference, boolean[] observed) {
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
    return live;
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
