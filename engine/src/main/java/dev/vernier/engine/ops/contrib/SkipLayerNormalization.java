package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Attribute;
import java.util.List;
import java.util.Map;

/**
 * LayerNormalization over the last axis of a sum of input, skip and perhaps a bias; the sum is the
 * fourth output.
 */
final class SkipLayerNormalization extends CompositeOperator {
  private static final long OPSET = 17;

  private final float epsilon;

  SkipLayerNormalization(NodeContext context) {
    epsilon = context.node().floatAttribute("epsilon", 1e-12f);
  }

  @Override
  public void expand(Expansion to) {
    String sum = Sums.add(to, to.input(0), to.input(1), to.input(4));
    Map<String, Attribute> attributes =
        Map.of("axis", Attribute.of(-1L), "epsilon", Attribute.of(epsilon));
    String[] inputs =
        to.has(3) ? new String[] {sum, to.input(2), to.input(3)} : new String[] {sum, to.input(2)};
    int outputs = to.wants(2) ? 3 : to.wants(1) ? 2 : 1;
    List<String> results = to.add("", "LayerNormalization", OPSET, attributes, outputs, inputs);
    for (int i = 0; i < outputs; i++) {
      to.result(i, results.get(i));
    }
    to.result(3, sum);
  }
}
