package dev.vernier.engine;

import dev.vernier.onnx.DataType;

/** A dense tensor seen by an observer. */
final class DenseView implements TensorView {
  private final Tensor tensor;
  private final int samples;

  DenseView(Tensor tensor, int samples) {
    if (tensor.type() != DataType.FLOAT) {
      throw new IllegalArgumentException("only FLOAT tensors can be observed, not " + tensor);
    }
    this.tensor = tensor;
    this.samples = samples;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public int[] dims() {
    return tensor.dims();
  }

  @Override
  public int sampleSize() {
    return tensor.size() / samples;
  }

  @Override
  public boolean channelsLast() {
    return false;
  }

  @Override
  public void forEachRun(int sample, RunConsumer consumer) {
    consumer.accept(tensor.floats(), start(sample), sampleSize());
  }

  @Override
  public void copyTo(int sample, float[] dense, int offset) {
    System.arraycopy(tensor.floats(), start(sample), dense, offset, sampleSize());
  }

  private int start(int sample) {
    if (sample < 0 || sample >= samples) {
      throw new IndexOutOfBoundsException("sample " + sample + " of " + samples);
    }
    return tensor.offset() + sample * sampleSize();
  }
}
