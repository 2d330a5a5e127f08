package dev.vernier.engine;

import dev.vernier.engine.fusion.FusedRows;
import dev.vernier.engine.fusion.FusedRows.Action;
import dev.vernier.engine.fusion.FusedRows.Form;
import dev.vernier.engine.fusion.FusedRows.Value;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** Neighbouring nodes on tensors of the same rows, collected to become one step. */
final class RowGroup {
  private final GraphProgram program;
  private final ShapeInference inference;
  private final boolean oneImage;
  private final List<Integer> members = new ArrayList<>();
  private final List<Integer> views = new ArrayList<>();
  private final List<Form> forms = new ArrayList<>();
  private final List<Action> actions = new ArrayList<>();

  /** Slots of all values known to the group, by id; a view has that of what it shows. */
  private final Map<Integer, Integer> slots = new LinkedHashMap<>();

  private final Set<Integer> made = new HashSet<>();
  private int rows;
  private int columns;

  /**
   * @param oneImage whether to take in nothing but functions of a single tensor, element by element
   */
  RowGroup(GraphProgram program, ShapeInference inference, boolean oneImage) {
    this.program = program;
    this.inference = inference;
    this.oneImage = oneImage;
  }

  List<Integer> members() {
    return members;
  }

  /** Nodes whose outputs are values of the group under another shape. */
  List<Integer> views() {
    return views;
  }

  /** Whether a node uses what the group makes. */
  boolean feeds(ProgramNode node) {
    return Arrays.stream(node.inputs()).anyMatch(made::contains);
  }

  /** Takes in a node if it fits; the first one decides the rows. */
  boolean add(int index) {
    ProgramNode node = program.nodes().get(index);
    if (node.operator().isView()) {
      return addView(index, node);
    }
    RunForm run = fits(node) ? node.operator().runForm(inference.inputs(node)) : null;
    if (run == null || !operandsAreFloats(node, run)) {
      return false;
    }
    if (members.isEmpty() && !setRows(node, run)) {
      return false;
    }
    boolean connected = members.isEmpty();
    for (int i = 0; i < run.operands(); i++) {
      connected |= slots.containsKey(node.inputs()[i]);
    }
    return connected && add(index, node, run);
  }

  private boolean fits(ProgramNode node) {
    int[] outputs = node.outputs();
    TensorFact y = outputs.length == 1 ? inference.facts()[outputs[0]] : null;
    return y != null && y.type() == DataType.FLOAT && y.hasDims() && Dims.size(y.dims()) > 0;
  }

  private boolean operandsAreFloats(ProgramNode node, RunForm run) {
    for (int i = 0; i < run.operands(); i++) {
      TensorFact fact = node.inputs()[i] < 0 ? null : inference.facts()[node.inputs()[i]];
      if (fact == null || fact.type() != DataType.FLOAT || !fact.hasDims()) {
        return false;
      }
    }
    return true;
  }

  private boolean setRows(ProgramNode node, RunForm run) {
    int id = run.rows() == null ? node.outputs()[0] : node.inputs()[0];
    int[] dims = inference.facts()[id].dims();
    columns = dims.length == 0 ? 1 : dims[dims.length - 1];
    rows = Dims.size(dims) / Math.max(1, columns);
    return columns > 1 && (!oneImage || (dims.length == 4 && !isActivation(node)));
  }

  /** A convolution before it does that better. */
  private boolean isActivation(ProgramNode node) {
    return Activation.of(node.node(), inference.inputs(node)).isPresent();
  }

  private boolean add(int index, ProgramNode node, RunForm run) {
    int[] operands = Arrays.copyOf(node.inputs(), run.operands());
    Form[] of = new Form[operands.length];
    for (int i = 0; i < of.length; i++) {
      of[i] = form(operands[i]);
    }
    Form result = result(run, of);
    if (result == null || !isSize(node.outputs()[0], result) || !allowed(run, operands, of)) {
      return false;
    }
    // Whole tensors first: the engine may write over input 0.
    for (int i = 0; i < of.length; i++) {
      if (of[i] == Form.FULL) {
        slot(operands[i], of[i]);
      }
    }
    int a = slot(operands[0], of[0]);
    int b = operands.length > 1 ? slot(operands[1], of[1]) : -1;
    int y = slot(node.outputs()[0], result);
    actions.add(new Action(run, a, b, y));
    made.add(node.outputs()[0]);
    members.add(index);
    return true;
  }

  private Form form(int id) {
    Integer slot = slots.get(id);
    if (slot != null) {
      return forms.get(slot);
    }
    int[] dims = inference.facts()[id].dims();
    int size = Dims.size(dims);
    int last = dims.length == 0 ? 1 : dims[dims.length - 1];
    if (size == 1) {
      return Form.SCALAR;
    }
    if (last == columns) {
      return size == rows * columns ? Form.FULL : size == columns ? Form.ROW : null;
    }
    return last == 1 && size == rows ? Form.COLUMN : null;
  }

  private static Form result(RunForm run, Form[] of) {
    if (Arrays.asList(of).contains(null)) {
      return null;
    }
    if (run.rows() != null) {
      return of[0] != Form.FULL ? null : run.reduces() ? Form.COLUMN : Form.FULL;
    }
    List<Form> forms = Arrays.asList(of);
    boolean outer = forms.contains(Form.COLUMN) && forms.contains(Form.ROW);
    if (forms.contains(Form.FULL) || outer) {
      return Form.FULL;
    }
    return forms.contains(Form.COLUMN) ? Form.COLUMN : null;
  }

  private boolean isSize(int id, Form form) {
    int size = Dims.size(inference.facts()[id].dims());
    return size == (form == Form.FULL ? rows * columns : rows);
  }

  private boolean allowed(RunForm run, int[] operands, Form[] of) {
    boolean flat = run.rows() == null;
    for (int i = 0; i < of.length; i++) {
      flat &= of[i] == Form.FULL || of[i] == Form.SCALAR;
      boolean outside = !slots.containsKey(operands[i]);
      if (oneImage && outside && !members.isEmpty() && of[i] == Form.FULL) {
        return false;
      }
      if (oneImage && of[i] == Form.SCALAR && !inference.facts()[operands[i]].isConstant()) {
        return false;
      }
    }
    if (oneImage && members.isEmpty() && !isOneTensor(operands, of)) {
      return false;
    }
    return flat || (!oneImage && FusedRows.takesColumns(columns));
  }

  private boolean isOneTensor(int[] operands, Form[] of) {
    boolean two = of.length == 2 && of[0] == Form.FULL && of[1] == Form.FULL;
    int whole = of[0] == Form.FULL ? operands[0] : operands[operands.length - 1];
    return !inference.facts()[whole].isConstant() && (!two || operands[0] == operands[1]);
  }

  private int slot(int id, Form form) {
    Integer known = slots.get(id);
    if (known == null) {
      known = forms.size();
      forms.add(form);
      slots.put(id, known);
    }
    return known;
  }

  /** Another shape of a value that the group makes is the same value if its rows stay. */
  private boolean addView(int index, ProgramNode node) {
    int from = node.inputs()[0];
    int to = node.outputs()[0];
    boolean single = Arrays.stream(node.outputs()).skip(1).allMatch(id -> id < 0);
    if (!single || !made.contains(from) || !inference.facts()[to].hasDims()) {
      return false;
    }
    Form form = forms.get(slots.get(from));
    int[] dims = inference.facts()[to].dims();
    int last = dims.length == 0 ? 1 : dims[dims.length - 1];
    if (last != (form == Form.FULL ? columns : 1)) {
      return false;
    }
    slots.put(to, slots.get(from));
    made.add(to);
    views.add(index);
    return true;
  }

  /**
   * The fused node, or null if the nodes are better left alone.
   *
   * @param wanted tells ids of values that something outside the group uses
   */
  ProgramNode fused(IntPredicate wanted) {
    boolean[] escapes = new boolean[forms.size()];
    slots.forEach((id, slot) -> escapes[slot] |= made.contains(id) && wanted.test(id));
    List<Integer> inputs = new ArrayList<>();
    List<Integer> outputs = new ArrayList<>();
    Value[] values = new Value[forms.size()];
    slots.forEach(
        (id, slot) -> {
          if (values[slot] == null) {
            values[slot] = value(id, slot, escapes[slot], inputs, outputs);
          }
        });
    FusedRows operator = new FusedRows(Arrays.asList(values), kernels(escapes), rows, columns);
    return members.size() < 2 || (oneImage && !operator.layoutFree())
        ? null
        : FusedNode.of(program, members, operator, ints(inputs), ints(outputs));
  }

  /** The actions, with one kernel for each product of a value and its sigmoid alone. */
  private List<Action> kernels(boolean[] escapes) {
    List<Action> result = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      if (isSilu(i, escapes)) {
        RunForm silu = RunForm.unary(KernelsProvider.kernels()::silu);
        result.add(new Action(silu, actions.get(i).a(), -1, actions.get(i + 1).y()));
        i++;
      } else {
        result.add(actions.get(i));
      }
    }
    return result;
  }

  /**
   * Whether action i is a sigmoid that only the next one wants, to multiply it with its operand.
   */
  private boolean isSilu(int i, boolean[] escapes) {
    if (i + 1 >= actions.size() || !isType(i, "Sigmoid") || !isType(i + 1, "Mul")) {
      return false;
    }
    int x = actions.get(i).a();
    int s = actions.get(i).y();
    Action product = actions.get(i + 1);
    boolean operands =
        (product.a() == x && product.b() == s) || (product.a() == s && product.b() == x);
    return operands
        && !escapes[s]
        && forms.get(x) == forms.get(s)
        && actions.stream().skip(i + 2).noneMatch(a -> a.a() == s || a.b() == s);
  }

  private boolean isType(int action, String type) {
    Node node = program.nodes().get(members.get(action)).node();
    return node.domain().isEmpty() && node.opType().equals(type);
  }

  private Value value(
      int id, int slot, boolean escapes, List<Integer> inputs, List<Integer> outputs) {
    if (!made.contains(id)) {
      inputs.add(id);
      return new Value(forms.get(slot), inputs.size() - 1, -1);
    }
    if (escapes) {
      outputs.add(id);
    }
    return new Value(forms.get(slot), -1, escapes ? outputs.size() - 1 : -1);
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
