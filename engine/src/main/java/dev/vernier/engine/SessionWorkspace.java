package dev.vernier.engine;

import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.DataType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/** The workspace of one executor: pools that only grow, and the executors of subgraphs. */
final class SessionWorkspace implements Workspace {
  private final Kernels kernels = KernelsProvider.kernels();
  private final Pool<float[]> floats = new Pool<>(float[]::new, a -> a.length, 4);
  private final Pool<double[]> doubles = new Pool<>(double[]::new, a -> a.length, 8);
  private final Pool<long[]> longs = new Pool<>(long[]::new, a -> a.length, 8);
  private final Pool<int[]> ints = new Pool<>(int[]::new, a -> a.length, 4);
  private final Pool<byte[]> bytes = new Pool<>(byte[]::new, a -> a.length, 1);
  private final Map<GraphProgram, GraphExecutor> executors = new IdentityHashMap<>();
  private final PreparedWeights prepared;
  private final RunBudget budget;

  SessionWorkspace(PreparedWeights prepared, RunBudget budget) {
    this.prepared = prepared;
    this.budget = budget;
  }

  RunBudget budget() {
    return budget;
  }

  /** Makes all arrays available again; called before each evaluation. */
  void reset() {
    floats.used = 0;
    doubles.used = 0;
    longs.used = 0;
    ints.used = 0;
    bytes.used = 0;
  }

  @Override
  public float[] floats(int n) {
    return floats.take(n);
  }

  @Override
  public double[] doubles(int n) {
    return doubles.take(n);
  }

  @Override
  public long[] longs(int n) {
    return longs.take(n);
  }

  @Override
  public int[] ints(int n) {
    return ints.take(n);
  }

  @Override
  public byte[] bytes(int n) {
    return bytes.take(n);
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public void iterate(long heldBytes) {
    budget.iterate();
    budget.require(heldBytes, "what the iterations so far have given");
  }

  @Override
  public Tensor allocate(DataType type, int... dims) {
    TensorFact fact = TensorFact.of(type, dims);
    budget.require(NodeEvaluation.bytes(fact), "a tensor " + fact);
    return Tensor.allocate(type, dims);
  }

  @Override
  public long heldBytes() {
    long own = floats.held() + doubles.held() + longs.held() + ints.held() + bytes.held();
    return own + executors.values().stream().mapToLong(GraphExecutor::heldBytes).sum();
  }

  /** The executor that runs a subgraph in this session. */
  GraphExecutor executor(GraphProgram program) {
    return executors.computeIfAbsent(program, p -> GraphExecutor.nested(p, prepared, budget));
  }

  /** Arrays handed out in order; a slot grows to the largest request it has met. */
  private final class Pool<T> {
    private final IntFunction<T> allocate;
    private final ToIntFunction<T> length;
    private final int width;
    private final List<T> arrays = new ArrayList<>();
    private int used;

    Pool(IntFunction<T> allocate, ToIntFunction<T> length, int width) {
      this.allocate = allocate;
      this.length = length;
      this.width = width;
    }

    T take(int n) {
      if (used == arrays.size()) {
        arrays.add(make(n));
      } else if (length.applyAsInt(arrays.get(used)) < n) {
        arrays.set(used, make(n));
      }
      return arrays.get(used++);
    }

    private T make(int n) {
      if (n < 0) {
        throw new IllegalArgumentException("working memory of more than 2^31-1 elements");
      }
      budget.require((long) n * width, "working memory");
      return allocate.apply(n);
    }

    long held() {
      return arrays.stream().mapToLong(a -> (long) Array.getLength(a) * width).sum();
    }
  }
}
