package dev.vernier.engine.ops.common;

import dev.vernier.engine.Operator;
import dev.vernier.engine.OperatorFactory;
import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.RunForm;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Lets an operator that computes in single precision accept FLOAT16 and BFLOAT16: inputs are
 * widened and outputs rounded once, half to even.
 */
public final class HalfPrecision implements Operator {
  private final Operator operator;
  private final boolean refusesDouble;

  private HalfPrecision(Operator operator, boolean refusesDouble) {
    this.operator = operator;
    this.refusesDouble = refusesDouble;
  }

  /** A factory whose operators also accept 16-bit floats. */
  public static OperatorFactory of(OperatorFactory factory) {
    return context -> new HalfPrecision(factory.create(context), false);
  }

  /** The same for operators that ONNX has with DOUBLE too, which they refuse. */
  public static OperatorFactory withoutDouble(OperatorFactory factory) {
    return context -> new HalfPrecision(factory.create(context), true);
  }

  /** Whether the type is a 16-bit floating-point type. */
  public static boolean isHalf(DataType type) {
    return type == DataType.FLOAT16 || type == DataType.BFLOAT16;
  }

  /** The tensor itself, or a FLOAT copy of a 16-bit one. */
  public static Tensor widen(Tensor tensor) {
    return tensor == null || !isHalf(tensor.type()) ? tensor : single(tensor);
  }

  private static Tensor single(Tensor tensor) {
    return Tensor.of(tensor.toFloats(), tensor.dims());
  }

  private boolean converts(DataType type) {
    return isHalf(type);
  }

  private boolean converts(Tensor tensor) {
    return tensor != null && converts(tensor.type());
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    for (int i = 0; refusesDouble && i < inputs.size(); i++) {
      if (inputs.get(i) != null && inputs.get(i).type() == DataType.DOUBLE) {
        throw new IllegalArgumentException(
            "input "
                + i
                + " is of type DOUBLE: this operator computes in single precision; cast to FLOAT"
                + " where that will do");
      }
    }
    return operator.infer(inputs);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    if (!convertsAny(inputs) && !convertsAny(outputs)) {
      operator.eval(inputs, outputs, workspace);
      return;
    }
    Tensor[] wideInputs = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      wideInputs[i] = converts(inputs[i]) ? single(inputs[i], workspace) : inputs[i];
    }
    Tensor[] wideOutputs = new Tensor[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      wideOutputs[i] = converts(outputs[i]) ? scratch(outputs[i], workspace) : outputs[i];
    }
    operator.eval(wideInputs, wideOutputs, workspace);
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i] != wideOutputs[i]) {
        round(wideOutputs[i], outputs[i]);
      }
    }
  }

  private static Tensor single(Tensor tensor, Workspace workspace) {
    Tensor single = scratch(tensor, workspace);
    for (int i = 0; i < tensor.size(); i++) {
      single.floats()[i] = (float) tensor.doubleAt(i);
    }
    return single;
  }

  private static Tensor scratch(Tensor like, Workspace workspace) {
    return Tensor.of(workspace.floats(like.size()), like.dims());
  }

  private static void round(Tensor from, Tensor to) {
    for (int i = 0; i < to.size(); i++) {
      to.setDouble(i, from.doubleAt(i));
    }
  }

  private boolean convertsAny(Tensor... tensors) {
    for (Tensor tensor : tensors) {
      if (converts(tensor)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public RunForm runForm(List<TensorFact> inputs) {
    return operator.runForm(inputs);
  }

  @Override
  public Operator prepare(List<TensorFact> inputs, PreparedWeights prepared) {
    for (TensorFact input : inputs) {
      if (input != null && converts(input.type())) {
        return this;
      }
    }
    return operator.prepare(inputs, prepared);
  }

  @Override
  public Operator exact() {
    return new HalfPrecision(operator.exact(), refusesDouble);
  }

  @Override
  public Tolerance tolerance() {
    return operator.tolerance();
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return operator.carriesSampleAxis(inputCarries, inputs, outputs);
  }

  @Override
  public boolean[] rowAxes(int rank) {
    return operator.rowAxes(rank);
  }

  @Override
  public boolean layoutFree() {
    return operator.layoutFree();
  }
}
