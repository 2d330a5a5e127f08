package dev.vernier.engine.ops.common;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.onnx.Node;
import java.util.List;

/** Arguments that older opsets give as attributes and newer ones as inputs. */
public final class Arguments {
  private Arguments() {}

  /**
   * The integers of input {@code index} if it is present, else the attribute's, else null. Null,
   * too, if the input is present and its value is not known: see {@link #pending}.
   */
  public static long[] longs(List<TensorFact> inputs, int index, long[] attribute) {
    TensorFact fact = Facts.optional(inputs, index);
    if (fact == null) {
      return attribute;
    }
    return fact.isConstant() ? fact.value().toLongs() : null;
  }

  /** The integers of input {@code index} if it is present, else the attribute's. */
  public static long[] longs(Tensor[] inputs, int index, long[] attribute) {
    Tensor tensor = Facts.optional(inputs, index);
    return tensor == null ? attribute : tensor.toLongs();
  }

  /** Whether input {@code index} is present but its value is not known yet. */
  public static boolean pending(List<TensorFact> inputs, int index) {
    TensorFact fact = Facts.optional(inputs, index);
    return fact != null && !fact.isConstant();
  }

  /** The attribute's integers, or null if the node does not have it. */
  public static long[] attribute(Node node, String name) {
    return node.hasAttribute(name) ? node.intsAttribute(name) : null;
  }
}
