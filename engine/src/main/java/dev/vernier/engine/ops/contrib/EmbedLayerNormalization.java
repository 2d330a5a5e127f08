package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.TensorData;
import java.util.Map;

/**
 * Sum of word, position and perhaps segment embeddings, then LayerNormalization over the last axis.
 * Positions count from 0 unless given. Output 1 is the number of tokens of every row that the mask
 * keeps (0 without a mask), output 2 the sum.
 */
final class EmbedLayerNormalization extends CompositeOperator {
  private final float epsilon;

  EmbedLayerNormalization(NodeContext context) {
    epsilon = context.node().floatAttribute("epsilon", 1e-12f);
  }

  @Override
  public void expand(Expansion to) {
    String words = to.add("Gather", to.input(2), to.input(0));
    String segments = to.has(1) ? to.add("Gather", to.input(4), to.input(1)) : "";
    String sum = Sums.add(to, words, positions(to), segments);
    Map<String, Attribute> attributes =
        Map.of("axis", Attribute.of(-1L), "epsilon", Attribute.of(epsilon));
    to.result(0, to.add("LayerNormalization", attributes, sum, to.input(5), to.input(6)));
    if (to.wants(1)) {
      to.result(1, kept(to));
    }
    to.result(2, sum);
  }

  private static String positions(Expansion to) {
    if (to.has(8)) {
      return to.add("Gather", to.input(3), to.input(8));
    }
    Map<String, Attribute> second = Map.of("start", Attribute.of(1L), "end", Attribute.of(2L));
    String length = to.add("Squeeze", to.add("Shape", second, to.input(0)), to.longs(0));
    String zero = integer(to, DataType.INT64, 0);
    String one = integer(to, DataType.INT64, 1);
    return to.add("Gather", to.input(3), to.add("Range", zero, length, one));
  }

  private static String kept(Expansion to) {
    if (to.has(7)) {
      Map<String, Attribute> drop = Map.of("keepdims", Attribute.of(0L));
      return to.add("ReduceSum", drop, to.input(7), to.longs(1));
    }
    Map<String, Attribute> first = Map.of("start", Attribute.of(0L), "end", Attribute.of(1L));
    TensorData zero = TensorData.ofIntegers("", DataType.INT32, new long[] {1}, 0);
    Map<String, Attribute> value = Map.of("value", Attribute.of(zero));
    return to.add("ConstantOfShape", value, to.add("Shape", first, to.input(0)));
  }

  private static String integer(Expansion to, DataType type, long value) {
    return to.constant(TensorData.ofIntegers("", type, new long[0], value));
  }
}
