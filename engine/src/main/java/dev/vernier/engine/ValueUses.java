package dev.vernier.engine;

import java.util.Arrays;

/** Which live nodes use a value. */
final class ValueUses {
  private static final int MANY = -2;
  private static final int NONE = -1;

  private final int[] user;

  ValueUses(GraphProgram program, boolean[] live, boolean[] observed) {
    user = new int[program.valueCount()];
    Arrays.fill(user, NONE);
    for (int n = 0; n < live.length; n++) {
      if (live[n]) {
        add(program.nodes().get(n), n);
      }
    }
    for (int id : program.outputs()) {
      user[id] = MANY;
    }
    for (int id = 0; id < user.length; id++) {
      user[id] = observed[id] ? MANY : user[id];
    }
  }

  private void add(ProgramNode node, int index) {
    for (int id : node.inputs()) {
      if (id >= 0) {
        user[id] = user[id] == NONE ? index : MANY;
      }
    }
  }

  /** Whether nothing reads a value, which is neither an output nor observed. */
  boolean isUnused(int id) {
    return id < 0 || user[id] == NONE;
  }

  /** The one node that uses a value which is neither an output nor observed, or -1. */
  int sole(int id) {
    return id < 0 || user[id] < 0 ? -1 : user[id];
  }
}
