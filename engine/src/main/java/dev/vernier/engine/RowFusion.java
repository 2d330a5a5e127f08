package dev.vernier.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Finds nodes to compute together a few rows at a time. Nothing but time and memory depends on it:
 * every element is computed as by the nodes one after the other, and what is observed is an output
 * of the fused node.
 */
final class RowFusion {
  private final GraphProgram program;
  private final ShapeInference inference;
  private final IntPredicate eligible;
  private final boolean[] live;
  private final boolean[] kept;
  private final List<Set<Integer>> users = new ArrayList<>();
  private final boolean oneImage;
  private final Map<Integer, Fusion> fusions = new HashMap<>();
  private final Set<Integer> absorbed = new HashSet<>();
  private RowGroup open;

  /**
   * A fused node and the views to give of its outputs after it.
   *
   * @param views indices of nodes
   */
  record Fusion(ProgramNode node, List<Integer> views) {}

  private RowFusion(
      GraphProgram program,
      ShapeInference inference,
      boolean[] live,
      boolean[] observed,
      IntPredicate eligible,
      boolean oneImage) {
    this.program = program;
    this.inference = inference;
    this.live = live;
    this.eligible = eligible;
    this.oneImage = oneImage;
    this.kept = observed.clone();
    for (int id : program.outputs()) {
      kept[id] = true;
    }
    for (int id = 0; id < program.valueCount(); id++) {
      users.add(new HashSet<>());
    }
    for (int n = 0; n < live.length; n++) {
      for (int id : live[n] ? program.nodes().get(n).inputs() : new int[0]) {
        if (id >= 0) {
          users.get(id).add(n);
        }
      }
    }
  }

  /** Fusions among eligible nodes, whatever they read and give. */
  static RowFusion dense(
      GraphProgram program,
      ShapeInference inference,
      boolean[] live,
      boolean[] observed,
      IntPredicate eligible) {
    RowFusion fusion = new RowFusion(program, inference, live, observed, eligible, false);
    fusion.find();
    return fusion;
  }

  /**
   * The program with functions of one image in place of the nodes that make them up, which then
   * nobody needs.
   */
  static GraphProgram images(
      GraphProgram program, ShapeInference inference, boolean[] live, boolean[] observed) {
    RowFusion fusion = new RowFusion(program, inference, live, observed, n -> live[n], true);
    fusion.find();
    List<ProgramNode> nodes = new ArrayList<>(program.nodes());
    fusion.fusions.forEach((n, f) -> nodes.set(n, f.node()));
    return fusion.fusions.isEmpty() ? program : program.withNodes(nodes);
  }

  /** The fusion that takes the place of node {@code n}, its last; or null. */
  Fusion at(int n) {
    return fusions.get(n);
  }

  /** Whether a fusion at another node computes node {@code n}. */
  boolean isAbsorbed(int n) {
    return absorbed.contains(n);
  }

  private void find() {
    for (int n = 0; n < live.length; n++) {
      if (live[n]) {
        int index = n;
        NodeEvaluation.named(
            program.nodes().get(n).label(),
            () -> {
              visit(index);
              return null;
            });
      }
    }
    close();
  }

  private void visit(int n) {
    boolean candidate = eligible.test(n) && !inference.isDynamic(n);
    if (candidate && open != null && open.add(n)) {
      if (oneImage && isWholeFunction(open)) {
        keep(open);
      }
      return;
    }
    if (open != null && open.feeds(program.nodes().get(n))) {
      close();
    }
    RowGroup next = new RowGroup(program, inference, oneImage);
    if (candidate && next.add(n)) {
      close();
      open = next;
    }
  }

  /** Whether nothing but the last value of a group is used outside of it. */
  private boolean isWholeFunction(RowGroup group) {
    List<Integer> members = group.members();
    return group.views().isEmpty()
        && members.subList(0, members.size() - 1).stream()
            .noneMatch(n -> isWanted(program.nodes().get(n).outputs()[0], members))
        && group.fused(id -> isWanted(id, members)) != null;
  }

  private boolean isWanted(int id, List<Integer> members) {
    return kept[id] || !members.containsAll(users.get(id));
  }

  private void close() {
    if (open != null && !oneImage && open.members().size() > 1) {
      keep(open);
    }
    open = null;
  }

  /** Replaces what was kept of the same group before it grew. */
  private void keep(RowGroup group) {
    Set<Integer> inside = new HashSet<>(group.members());
    inside.addAll(group.views());
    IntPredicate wanted = id -> kept[id] || !inside.containsAll(users.get(id));
    ProgramNode fused = group.fused(wanted);
    if (fused == null) {
      return;
    }
    group.members().forEach(fusions::remove);
    int last = group.members().get(group.members().size() - 1);
    List<Integer> views =
        group.views().stream().filter(n -> isUsedOutside(n, inside, group)).toList();
    fusions.put(last, new Fusion(fused, views));
    absorbed.addAll(inside);
    absorbed.remove(last);
  }

  private boolean isUsedOutside(int view, Set<Integer> inside, RowGroup group) {
    int id = program.nodes().get(view).outputs()[0];
    Set<Integer> outsiders = new HashSet<>(users.get(id));
    outsiders.removeAll(inside);
    boolean feedsView =
        group.views().stream()
            .anyMatch(
                n ->
                    n != view
                        && Arrays.stream(program.nodes().get(n).inputs()).anyMatch(i -> i == id));
    return kept[id] || !outsiders.isEmpty() || feedsView;
  }
}
