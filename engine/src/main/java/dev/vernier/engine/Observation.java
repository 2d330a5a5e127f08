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

  void pass(TensorObserver observer) {
    observer.observe(name, view());
  }

  private TensorView view() {
    if (place.tensor != seen) {
      seen = place.tensor;
      view = new DenseView(place.tensor, samples);
    }
    return view;
  }
}
