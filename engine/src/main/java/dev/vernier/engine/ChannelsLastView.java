package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;

/**
 * A channels-last tensor seen by an observer: runs are whole samples where nothing lies between
 * their pixels, else rows, or pixels if padded.
 */
final class ChannelsLastView implements TensorView {
  private final float[] data;
  private final int base;
  private final int[] dims;
  private final ChannelsLastShape shape;
  private final int samples;

  ChannelsLastView(Place place, int samples) {
    this.data = place.floats;
    this.base = place.base;
    this.dims = place.fact.dims();
    this.shape = place.channelsLast;
    this.samples = samples;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public int[] dims() {
    return dims.clone();
  }

  @Override
  public int sampleSize() {
    return images() * shape.c() * shape.h() * shape.w();
  }

  @Override
  public boolean channelsLast() {
    return true;
  }

  /** Images that make up one sample: one, unless the whole tensor is a single sample. */
  private int images() {
    return shape.n() / samples;
  }

  @Override
  public void forEachRun(int sample, RunConsumer consumer) {
    if (shape.halo() == 0 && shape.channelStride() == shape.c()) {
      consumer.accept(data, base + first(sample) * shape.imageStep(), sampleSize());
      return;
    }
    for (int n = first(sample); n < first(sample) + images(); n++) {
      for (int y = 0; y < shape.h(); y++) {
        row(n, y, consumer);
      }
    }
  }

  private void row(int n, int y, RunConsumer consumer) {
    int start = base + shape.pixelOffset(n, y, 0);
    if (shape.channelStride() == shape.c()) {
      consumer.accept(data, start, shape.w() * shape.c());
      return;
    }
    for (int x = 0; x < shape.w(); x++) {
      consumer.accept(data, start + x * shape.channelStride(), shape.c());
    }
  }

  @Override
  public void copyTo(int sample, float[] dense, int offset) {
    int target = offset;
    for (int n = first(sample); n < first(sample) + images(); n++) {
      for (int c = 0; c < shape.c(); c++) {
        for (int y = 0; y < shape.h(); y++) {
          int source = base + shape.pixelOffset(n, y, 0) + c;
          for (int x = 0; x < shape.w(); x++) {
            dense[target++] = data[source + x * shape.channelStride()];
          }
        }
      }
    }
  }

  private int first(int sample) {
    if (sample < 0 || sample >= samples) {
      throw new IndexOutOfBoundsException("sample " + sample + " of " + samples);
    }
    return sample * images();
  }
}
