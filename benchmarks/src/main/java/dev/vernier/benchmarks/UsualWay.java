package dev.vernier.benchmarks;

import dev.vernier.stats.RunConsumer;
import dev.vernier.stats.SampleValues;
import java.nio.FloatBuffer;
import java.util.Set;

/** Histograms of tensors that ONNX Runtime returns as outputs. */
final class UsualWay {
  /** Values copied to the heap at a time: they stay in the first-level cache. */
  private static final int CHUNK = 4096;

  private final OrtModel model;
  private final Collecting collecting;
  private final Set<String> tensors;
  private final float[] values = new float[CHUNK];

  UsualWay(OrtModel model, Set<String> tensors) {
    this.model = model;
    this.collecting = new Collecting(tensors, false);
    this.tensors = tensors;
  }

  /** The runtime writes into direct buffers that are made once; they are read piece by piece. */
  void pinned() {
    collecting.begin();
    model.run();
    for (String tensor : tensors) {
      collecting.observe(tensor, new Pieces(model.buffer(tensor), values));
    }
    collecting.end();
  }

  /** The runtime returns tensors, and its Java API copies them to the heap. */
  void returned() {
    collecting.begin();
    model.runReturning(
        (tensor, buffer) -> {
          if (tensors.contains(tensor)) {
            collecting.observe(tensor, new Pieces(buffer, buffer.array()));
          }
        });
    collecting.end();
  }

  /** Values in a buffer, brought to an array of the heap as often as it takes. */
  private record Pieces(FloatBuffer buffer, float[] array) implements SampleValues {
    @Override
    public int[] dims() {
      return new int[] {buffer.capacity()};
    }

    @Override
    public void forEachRun(RunConsumer consumer) {
      for (int at = 0; at < buffer.capacity(); at += array.length) {
        int length = Math.min(array.length, buffer.capacity() - at);
        if (buffer.isDirect()) {
          buffer.get(at, array, 0, length);
        }
        consumer.accept(array, 0, length);
      }
    }

    @Override
    public void copyTo(float[] target, int offset) {
      buffer.get(0, target, offset, buffer.capacity());
    }
  }
}
