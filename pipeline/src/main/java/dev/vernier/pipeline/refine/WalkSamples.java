package dev.vernier.pipeline.refine;

import dev.vernier.engine.Tensor;

/**
 * Samples of two walks: the exact one has just computed the layer's output, the rounded one its
 * input.
 */
record WalkSamples(QuantizedLayer layer, Walk exact, Walk rounded) implements LayerSamples {
  @Override
  public int count() {
    return exact.samples();
  }

  @Override
  public Tensor codes(int sample) {
    return rounded.held(sample, layer.input().input(0));
  }

  @Override
  public int zero() {
    String name = layer.input().input(2);
    return name.isEmpty() ? 0 : (int) Tensor.from(rounded.constant(name)).longAt(0);
  }

  @Override
  public double step() {
    return rounded.constant(layer.input().input(1)).floats()[0];
  }

  @Override
  public Tensor wanted(int sample) {
    return exact.held(sample, layer.output());
  }
}
