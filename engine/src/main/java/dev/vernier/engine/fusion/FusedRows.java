package dev.vernier.engine.fusion;

import dev.vernier.engine.Operator;
import dev.vernier.engine.RunForm;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Several operators on tensors of the same rows, computed a few rows at a time, so that what passes
 * between them stays in the first-level cache. Every element is computed by the same operations as
 * unfused. Belongs to one plan: not thread-safe.
 */
public final class FusedRows implements Operator {
  /** Floats of one value between two operators: a few of them fit the first-level cache. */
  private static final int BLOCK = 2048;

  /** How the elements of a value lie against the rows. */
  public enum Form {
    /** Rows of columns. */
    FULL,
    /** One row, the same for all. */
    ROW,
    /** One float a row. */
    COLUMN,
    /** One float. */
    SCALAR
  }

  /**
   * A value that the operators pass or share.
   *
   * @param input index among the inputs, or -1
   * @param output index among the outputs, or -1 if nothing outside wants it
   */
  public record Value(Form form, int input, int output) {}

  /**
   * One operator: value y from value a and, if it has two operands, value b.
   *
   * @param b -1 if there is one operand
   */
  public record Action(RunForm run, int a, int b, int y) {}

  private final List<Value> values;
  private final Action[] actions;
  private final int rows;
  private final int columns;
  private final boolean flat;
  private final int blockRows;

  /** Offset in the scratch memory of each value that is neither input nor output. */
  private final int[] scratchOffset;

  private final int scratchSize;

  /** Offset of the copies of each input row, laid out as a block of rows; -1 for other values. */
  private final int[] repeated;

  private final float[][] array;
  private final int[] base;

  /** Floats that a value moves on by for each row. */
  private final int[] advance;

  /**
   * @param values in any order
   * @param actions in an order in which they can run
   */
  public FusedRows(List<Value> values, List<Action> actions, int rows, int columns) {
    this.values = List.copyOf(values);
    this.actions = actions.toArray(Action[]::new);
    this.flat =
        values.stream().allMatch(v -> v.form() == Form.FULL || v.form() == Form.SCALAR)
            && actions.stream().allMatch(a -> a.run().elementwise() != null);
    this.rows = rows;
    this.columns = flat ? 1 : columns;
    this.blockRows = Math.max(1, BLOCK / this.columns);
    int n = values.size();
    this.scratchOffset = new int[n];
    this.repeated = new int[n];
    this.array = new float[n][];
    this.base = new int[n];
    this.advance = new int[n];
    this.scratchSize = assignScratch();
  }

  /** Whether row functions of this many columns keep a block within bounds. */
  public static boolean takesColumns(int columns) {
    return columns <= 2 * BLOCK;
  }

  private int assignScratch() {
    int[] last = lastUses();
    int size = 0;
    Arrays.fill(repeated, -1);
    for (int v = 0; v < values.size(); v++) {
      if (values.get(v).form() == Form.ROW) {
        repeated[v] = size;
        size += blockRows * columns;
      }
    }
    Deque<Integer> freeBlocks = new ArrayDeque<>();
    for (int i = 0; i < actions.length; i++) {
      release(actions[i].a(), i, last, freeBlocks);
      if (actions[i].b() >= 0 && actions[i].b() != actions[i].a()) {
        release(actions[i].b(), i, last, freeBlocks);
      }
      int y = actions[i].y();
      boolean whole = values.get(y).form() == Form.FULL;
      if (isScratch(y) && whole && !freeBlocks.isEmpty()) {
        scratchOffset[y] = freeBlocks.pop();
      } else if (isScratch(y)) {
        scratchOffset[y] = size;
        size += whole ? blockRows * columns : blockRows;
      }
    }
    return size;
  }

  private int[] lastUses() {
    int[] last = new int[values.size()];
    for (int i = 0; i < actions.length; i++) {
      last[actions[i].a()] = i;
      if (actions[i].b() >= 0) {
        last[actions[i].b()] = i;
      }
    }
    return last;
  }

  private void release(int value, int action, int[] last, Deque<Integer> freeBlocks) {
    if (isScratch(value) && values.get(value).form() == Form.FULL && last[value] == action) {
      freeBlocks.push(scratchOffset[value]);
    }
  }

  private boolean isScratch(int value) {
    return values.get(value).input() < 0 && values.get(value).output() < 0;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    throw new IllegalStateException("fused when all shapes are known");
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    float[] scratch = workspace.floats(scratchSize);
    for (int v = 0; v < array.length; v++) {
      bind(v, inputs, outputs, scratch);
    }
    int total = flat ? outputs[0].size() : rows;
    for (int r = 0; r < total; r += blockRows) {
      int count = Math.min(blockRows, total - r);
      for (Action action : actions) {
        run(action, r, count);
      }
    }
  }

  private void bind(int v, Tensor[] inputs, Tensor[] outputs, float[] scratch) {
    Value value = values.get(v);
    Tensor tensor =
        value.input() >= 0
            ? inputs[value.input()]
            : value.output() >= 0 ? outputs[value.output()] : null;
    array[v] = tensor == null ? scratch : tensor.floats();
    base[v] = tensor == null ? scratchOffset[v] : tensor.offset();
    advance[v] = tensor == null ? 0 : stride(value.form());
    if (repeated[v] >= 0) {
      for (int r = 0; r < Math.min(blockRows, rows); r++) {
        System.arraycopy(
            tensor.floats(), tensor.offset(), scratch, repeated[v] + r * columns, columns);
      }
      array[v] = scratch;
      base[v] = repeated[v];
    }
  }

  private int stride(Form form) {
    return switch (form) {
      case FULL -> columns;
      case COLUMN -> 1;
      default -> 0;
    };
  }

  private int at(int value, int row) {
    return base[value] + row * advance[value];
  }

  private void run(Action action, int row, int count) {
    int a = action.a();
    int y = action.y();
    RunForm run = action.run();
    if (run.rows() != null) {
      run.rows().apply(array[a], at(a, row), array[y], at(y, row), count, columns);
      return;
    }
    int b = action.b() < 0 ? a : action.b();
    boolean whole = values.get(y).form() == Form.FULL;
    if (whole && (isColumn(a) || isColumn(b))) {
      rowByRow(run.elementwise(), a, b, y, row, count);
      return;
    }
    run.elementwise()
        .apply(
            array[a],
            at(a, row),
            step(a),
            array[b],
            at(b, row),
            step(b),
            array[y],
            at(y, row),
            whole ? count * columns : count);
  }

  private boolean isColumn(int value) {
    return values.get(value).form() == Form.COLUMN;
  }

  private int step(int value) {
    return values.get(value).form() == Form.SCALAR ? 0 : 1;
  }

  private void rowByRow(RunForm.Elementwise f, int a, int b, int y, int row, int count) {
    int as = isColumn(a) ? 0 : step(a);
    int bs = isColumn(b) ? 0 : step(b);
    int aRow = isColumn(a) ? 1 : as * columns;
    int bRow = isColumn(b) ? 1 : bs * columns;
    int ao = at(a, row);
    int bo = at(b, row);
    int yo = at(y, row);
    for (int r = 0; r < count; r++) {
      f.apply(
          array[a],
          ao + r * aRow,
          as,
          array[b],
          bo + r * bRow,
          bs,
          array[y],
          yo + r * columns,
          columns);
    }
  }

  /** The form of a single action on one tensor, which is that of the whole. */
  @Override
  public RunForm runForm(List<TensorFact> inputs) {
    return layoutFree() && actions.length == 1 && actions[0].b() < 0 ? actions[0].run() : null;
  }

  /** True for a function of one input alone, element by element. */
  @Override
  public boolean layoutFree() {
    return flat
        && values.stream().filter(v -> v.output() >= 0).count() == 1
        && values.stream().filter(v -> v.input() >= 0 && v.form() == Form.FULL).count() == 1;
  }
}
