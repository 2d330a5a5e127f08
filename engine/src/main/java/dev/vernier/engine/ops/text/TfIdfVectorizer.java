package dev.vernier.engine.ops.text;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of n-grams of integers in a sequence (C) or in each of several (N, C). Tokens of an n-gram
 * are one apart, or up to max_skip_count + 1; single tokens are counted once. Mode TF gives counts,
 * IDF the weight of what occurs, TFIDF counts times weights. Pools of strings are not supported.
 */
final class TfIdfVectorizer implements Operator {
  private final Trie root = new Trie();
  private final int shortest;
  private final int longest;
  private final long skips;
  private final int width;
  private final boolean counted;
  private final Map<Integer, Float> weights = new HashMap<>();

  /** The n-grams that continue alike; {@code column} is -1 unless one ends here. */
  private static final class Trie {
    private final Map<Long, Trie> next = new HashMap<>();
    private int column = -1;
  }

  TfIdfVectorizer(NodeContext context) {
    Node node = context.node();
    if (!node.hasAttribute("pool_int64s")) {
      throw new IllegalArgumentException(
          "attribute pool_strings: strings are not supported; expected pool_int64s");
    }
    shortest = (int) node.intAttribute("min_gram_length", 1);
    longest = (int) node.intAttribute("max_gram_length", 1);
    skips = Math.max(0, node.intAttribute("max_skip_count", 0));
    String mode = node.stringAttribute("mode", "TF");
    if (!List.of("TF", "IDF", "TFIDF").contains(mode)) {
      throw new IllegalArgumentException(
          "attribute mode = '" + mode + "': expected TF, IDF or TFIDF");
    }
    counted = mode.startsWith("TF");
    long[] columns = node.intsAttribute("ngram_indexes");
    width = Shapes.dimension(Arrays.stream(columns).max().orElse(-1) + 1);
    weigh(columns, mode.equals("TF") ? new float[0] : node.floatsAttribute("weights"));
    build(node.intsAttribute("pool_int64s"), node.intsAttribute("ngram_counts"), columns);
  }

  private void weigh(long[] columns, float... given) {
    for (int i = 0; i < columns.length; i++) {
      weights.put(Shapes.dimension(columns[i]), i < given.length ? given[i] : 1);
    }
  }

  /** {@code starts[n - 1]} is where the pool's n-grams begin. */
  private void build(long[] pool, long[] starts, long[] columns) {
    int gram = 0;
    for (int n = 1; n <= starts.length; n++) {
      int end = n < starts.length ? (int) starts[n] : pool.length;
      for (int at = (int) starts[n - 1]; at + n <= end; at += n) {
        add(Arrays.copyOfRange(pool, at, at + n), (int) columns[gram++]);
      }
    }
  }

  private void add(long[] gram, int column) {
    Trie trie = root;
    for (long token : gram) {
      trie = trie.next.computeIfAbsent(token, t -> new Trie());
    }
    boolean wanted = gram.length >= shortest && gram.length <= longest;
    trie.column = wanted ? column : trie.column;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!x.hasDims()) {
      return List.of(TensorFact.unknown(DataType.FLOAT));
    }
    if (x.rank() > 2) {
      throw new IllegalArgumentException(
          "input " + Dims.text(x.dims()) + ": expected one or two dimensions");
    }
    return List.of(
        x.rank() == 2
            ? TensorFact.of(DataType.FLOAT, x.dims()[0], width)
            : TensorFact.of(DataType.FLOAT, width));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    Copies.clear(y);
    int rows = x.rank() == 2 ? x.dim(0) : 1;
    for (int row = 0; row < rows; row++) {
      int length = x.size() / rows;
      int to = y.offset() + row * width;
      count(x, row * length, length, y.floats(), to);
      weights.forEach((column, weight) -> scale(y.floats(), to + column, weight));
    }
  }

  private void scale(float[] y, int at, float weight) {
    y[at] = (counted ? y[at] : Math.min(y[at], 1)) * weight;
  }

  private void count(Tensor x, int from, int length, float[] y, int to) {
    long farthest = Math.min(skips + 1, Math.max(1, length - 1));
    for (int apart = 1; apart <= farthest; apart++) {
      for (int start = 0; start < length; start++) {
        Trie trie = root;
        int size = 0;
        for (int i = start; i < length && size < longest; i += apart) {
          trie = trie.next.get(x.longAt(from + i));
          if (trie == null) {
            break;
          }
          size++;
          if (trie.column >= 0 && (size > 1 || apart == 1)) {
            y[to + trie.column]++;
          }
        }
      }
    }
  }
}
