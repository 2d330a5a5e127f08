package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.PixelWatch;

/** An observed tensor and the place to read it from. */
final class Observation {
  private final String name;
  private final Place place;
  private final int samples;

  /** What shows the tensor while it is computed, if its step does that. */
  private PixelWatch watch;

  private TensorPieces pieces;
  private TensorView view;
  private Object seen;

  Observation(String name, Place place, int samples) {
    this.name = name;
    this.place = place;
    this.samples = samples;
  }

  Place place() {
    return place;
  }

  /** For a step to show the image to; from then on it must do so whenever it runs. */
  PixelWatch newWatch() {
    watch = new PixelWatch(place.channelsLast, this::accept);
    return watch;
  }

  void unwatch() {
    watch = null;
  }

  /** Called before the step runs. */
  void start(TensorObserver observer) {
    pieces = watch == null ? null : observer.pieces(name, samples);
    if (pieces != null) {
      watch.start();
    }
  }

  /** Called after the step: passes the tensor on; sequences and optionals are not observed. */
  void finish(TensorObserver observer) {
    if (pieces != null) {
      TensorPieces all = pieces;
      abandon();
      all.close();
    } else if (place.isChannelsLast() || place.tensor != null) {
      observer.observe(name, view());
    }
  }

  /** Called after the step has failed. */
  void abandon() {
    if (pieces != null) {
      watch.stop();
      pieces = null;
    }
  }

  private void accept(float[] data, int offset, int image, int pixels) {
    ChannelsLastShape shape = place.channelsLast;
    int sample = image / (shape.n() / samples);
    try {
      if (shape.channelStride() == shape.c()) {
        pieces.accept(sample, data, offset, pixels * shape.c());
      } else {
        for (int i = 0; i < pixels; i++) {
          pieces.accept(sample, data, offset + i * shape.channelStride(), shape.c());
        }
      }
    } catch (RuntimeException e) {
      throw new ObserverFailure(e);
    }
  }

  private TensorView view() {
    Object storage = place.isChannelsLast() ? place.floats : place.tensor;
    if (storage != seen) {
      seen = storage;
      view =
          place.isChannelsLast()
              ? new ChannelsLastView(place, samples)
              : new DenseView(place.tensor, samples);
    }
    return view;
  }
}
