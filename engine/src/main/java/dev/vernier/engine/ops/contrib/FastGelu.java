package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.onnx.Attribute;
import java.util.Map;

/** Gelu by its approximation with tanh, of a sum with a bias if there is one. */
final class FastGelu extends CompositeOperator {

  @Override
  public void expand(Expansion to) {
    String x = to.has(1) ? to.add("Add", to.input(0), to.input(1)) : to.input(0);
    to.result(0, to.add("Gelu", Map.of("approximate", Attribute.of("tanh")), x));
  }
}
