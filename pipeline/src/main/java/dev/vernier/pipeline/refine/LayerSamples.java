package dev.vernier.pipeline.refine;

import dev.vernier.engine.Tensor;

/** What a layer reads in the quantized model and should give, sample by sample. */
interface LayerSamples {
  /** How many samples there are. */
  int count();

  /** The codes that the layer reads in a sample. */
  Tensor codes(int sample);

  /** The code that stands for zero. */
  int zero();

  /** What one code is worth. */
  double step();

  /** What the floating-point layer gives in a sample. */
  Tensor wanted(int sample);
}
