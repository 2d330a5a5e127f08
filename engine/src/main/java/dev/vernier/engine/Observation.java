package dev.vernier.engine;

/** An observed tensor and the place to read it from. */
final class Observation {
  private final String name;
  private final Place place;
  private final int samples;
  private TensorView view;
  private Object seen;

  Observation(String name, Place place, int samples) {
    this.name = name;
    this.place = place;
    this.samples = samples;
  }

  /** Passes the tensor on; sequences and optionals are not observed. */
  void pass(TensorObserver observer) {
    if (place.isChannelsLast() || place.tensor != null) {
      observer.observe(name, view());
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
