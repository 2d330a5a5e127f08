package dev.vernier.jobs.shard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How the results of many shards become few. Level 0 are the shards; a node of a higher level
 * merges up to {@value #FAN_IN} results of the level below; levels end where no more than {@value
 * #FAN_IN} results are left. Nodes have ids from 0, lower levels first.
 */
final class MergeTree {
  /** Results that one task, or at last the driver, merges. */
  static final int FAN_IN = 16;

  private final List<Integer> sizes = new ArrayList<>();

  /** The tree over so many shards. */
  MergeTree(int shards) {
    sizes.add(shards);
    while (top() > FAN_IN) {
      sizes.add((top() + FAN_IN - 1) / FAN_IN);
    }
  }

  private int top() {
    return sizes.get(levels());
  }

  /** Levels above the shards. */
  int levels() {
    return sizes.size() - 1;
  }

  /** Ids of the nodes of a level, from 1. */
  List<Integer> nodes(int level) {
    int first = sizes.subList(1, level).stream().mapToInt(Integer::intValue).sum();
    return IntStream.range(first, first + sizes.get(level)).boxed().toList();
  }

  /** The level of a node. */
  int level(int node) {
    int level = 1;
    for (int rest = node; rest >= sizes.get(level); level++) {
      rest -= sizes.get(level);
    }
    return level;
  }

  /** The file of a node's result. */
  String name(int node) {
    int level = level(node);
    return name(level, node - nodes(level).get(0));
  }

  /** Files of the results that a node merges. */
  List<String> inputs(int node) {
    int level = level(node);
    int from = (node - nodes(level).get(0)) * FAN_IN;
    return names(level - 1, from, Math.min(from + FAN_IN, sizes.get(level - 1)));
  }

  /** Files of the results that are left in the end. */
  List<String> left() {
    return names(levels(), 0, top());
  }

  private static List<String> names(int level, int from, int to) {
    return IntStream.range(from, to).mapToObj(index -> name(level, index)).toList();
  }

  private static String name(int level, int index) {
    return level == 0
        ? PassFolder.shardName(index)
        : String.format(Locale.ROOT, "%d-%06d", level, index);
  }
}
