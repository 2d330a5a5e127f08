package dev.vernier.engine.ops;

import dev.vernier.engine.OperatorRegistry;
import dev.vernier.engine.ops.activation.ActivationOperators;
import dev.vernier.engine.ops.contrib.ContribOperators;
import dev.vernier.engine.ops.control.ControlOperators;
import dev.vernier.engine.ops.experimental.ExperimentalOperators;
import dev.vernier.engine.ops.gather.GatherOperators;
import dev.vernier.engine.ops.logic.LogicOperators;
import dev.vernier.engine.ops.loss.LossOperators;
import dev.vernier.engine.ops.math.MathOperators;
import dev.vernier.engine.ops.nn.NnOperators;
import dev.vernier.engine.ops.norm.NormOperators;
import dev.vernier.engine.ops.quant.QuantOperators;
import dev.vernier.engine.ops.random.RandomOperators;
import dev.vernier.engine.ops.reduce.ReduceOperators;
import dev.vernier.engine.ops.sequence.SequenceOperators;
import dev.vernier.engine.ops.shape.ShapeOperators;
import dev.vernier.engine.ops.signal.SignalOperators;
import dev.vernier.engine.ops.text.TextOperators;
import dev.vernier.engine.ops.vision.VisionOperators;

/** The explicit list of operator families that every model may use. */
public final class StandardOperators {
  private StandardOperators() {}

  /** Adds every family to the registry. */
  public static void register(OperatorRegistry registry) {
    ActivationOperators.register(registry);
    ContribOperators.register(registry);
    ControlOperators.register(registry);
    ExperimentalOperators.register(registry);
    GatherOperators.register(registry);
    LogicOperators.register(registry);
    LossOperators.register(registry);
    MathOperators.register(registry);
    NnOperators.register(registry);
    NormOperators.register(registry);
    QuantOperators.register(registry);
    RandomOperators.register(registry);
    ReduceOperators.register(registry);
    SequenceOperators.register(registry);
    ShapeOperators.register(registry);
    SignalOperators.register(registry);
    TextOperators.register(registry);
    VisionOperators.register(registry);
  }
}
