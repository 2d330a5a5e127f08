package dev.vernier.engine.ops.math;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.DenseProducts;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.SampleAxis0;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Einstein summation: operands are multiplied from left to right as matrices, and a label is summed
 * away as soon as neither the result nor a later operand has it. Integers are multiplied in 64 bits
 * and keep their low bits.
 */
final class Einsum implements Operator {
  private final EinsumEquation equation;

  Einsum(NodeContext context) {
    String text = context.node().stringAttribute("equation", null);
    if (text == null) {
      throw new IllegalArgumentException("attribute equation is missing");
    }
    equation = new EinsumEquation(text);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact first = inputs.get(0);
    if (!Facts.shaped(inputs)) {
      return List.of(TensorFact.unknown(first.type()));
    }
    List<int[]> shapes = inputs.stream().map(TensorFact::dims).toList();
    return List.of(TensorFact.of(first.type(), equation.resolve(shapes).resultDims()));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    EinsumEquation.Labels labels =
        equation.resolve(Arrays.stream(inputs).map(Tensor::dims).toList());
    EinsumOperand product = operand(inputs, labels, 0, workspace);
    for (int i = 1; i < inputs.length; i++) {
      product =
          product.times(operand(inputs, labels, i, workspace), kept(labels, i + 1), workspace);
    }
    product = product.sum(kept(labels, inputs.length), workspace);
    DenseProducts.store(product.arrange(labels.result(), workspace), outputs[0]);
  }

  private static EinsumOperand operand(
      Tensor[] inputs, EinsumEquation.Labels labels, int i, Workspace workspace) {
    Tensor x = DenseProducts.operand(inputs[i], workspace);
    return EinsumOperand.of(x, labels.terms().get(i), labels.sizes());
  }

  /** Labels of the result and of operands from {@code next} on. */
  private static IntPredicate kept(EinsumEquation.Labels labels, int next) {
    return label ->
        contains(labels.result(), label)
            || labels.terms().subList(next, labels.terms().size()).stream()
                .anyMatch(term -> contains(term, label));
  }

  private static boolean contains(int[] labels, int label) {
    return Arrays.stream(labels).anyMatch(l -> l == label);
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  /** The first label of the result must be the first of every carrying operand and in no other. */
  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    if (!Facts.shaped(inputs) || outputs.get(0).rank() == 0) {
      return SampleAxis0.single(false);
    }
    EinsumEquation.Labels labels = equation.resolve(inputs.stream().map(TensorFact::dims).toList());
    int sample = labels.result()[0];
    boolean proven = Arrays.stream(labels.result()).filter(l -> l == sample).count() == 1;
    boolean any = false;
    for (int i = 0; i < inputs.size(); i++) {
      int[] term = labels.terms().get(i);
      long count = Arrays.stream(term).filter(l -> l == sample).count();
      boolean first = term.length > 0 && term[0] == sample && count == 1;
      proven &= inputCarries[i] ? first : count == 0 && inputs.get(i).isConstant();
      any |= inputCarries[i];
    }
    return SampleAxis0.single(proven && any);
  }
}
