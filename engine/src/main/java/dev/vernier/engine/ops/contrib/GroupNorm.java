package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Attribute;
import java.util.Map;

/**
 * Normalisation of groups of channels, then scale and shift a channel, then perhaps x / (1 +
 * exp(-x)); channels are the last axis unless channels_last is 0.
 */
final class GroupNorm extends CompositeOperator {
  private static final int SPATIAL = 2;

  private final long groups;
  private final float epsilon;
  private final boolean silu;
  private final boolean channelsLast;

  GroupNorm(NodeContext context) {
    groups = context.node().intAttribute("groups", 1);
    epsilon = context.node().floatAttribute("epsilon", 1e-5f);
    silu = context.node().intAttribute("activation", 0) == 1;
    channelsLast = context.node().intAttribute("channels_last", 1) != 0;
  }

  @Override
  public void expand(Expansion to) {
    String x = channelsLast ? Layouts.channelsFirst(to, to.input(0), SPATIAL) : to.input(0);
    Map<String, Attribute> attributes =
        Map.of("num_groups", Attribute.of(groups), "epsilon", Attribute.of(epsilon));
    String y = to.add("GroupNormalization", attributes, x, to.input(1), to.input(2));
    String active = silu ? to.add("Mul", y, to.add("Sigmoid", y)) : y;
    to.result(0, channelsLast ? Layouts.channelsLast(to, active, SPATIAL) : active);
  }
}
