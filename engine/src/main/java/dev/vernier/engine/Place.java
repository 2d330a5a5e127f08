package dev.vernier.engine;

import dev.vernier.onnx.DataType;

/**
 * Where one form of a value lives in a plan: dense or channels-last; a constant, an input of the
 * run, a piece of the arena, the storage of another place, or whatever a dynamic step stores.
 */
final class Place {
  enum Kind {
    CONSTANT,
    INPUT,
    ARENA,
    VIEW,
    DYNAMIC
  }

  final String name;
  final Kind kind;
  final TensorFact fact;

  /** Current value if dense; fixed by binding for arena places and views of them. */
  Tensor tensor;

  /** First and last step that touch the storage; meaningful for roots of kind ARENA. */
  int first = -1;

  int last = -1;

  /** Element offset in the arena of the place's storage class. */
  int offset = -1;

  private Place shared;

  private Place(String name, Kind kind, TensorFact fact, Place shared) {
    this.name = name;
    this.kind = kind;
    this.fact = fact;
    this.shared = shared;
  }

  static Place constant(String name, Tensor value) {
    Place place = new Place(name, Kind.CONSTANT, TensorFact.constant(value), null);
    place.tensor = value;
    return place;
  }

  static Place input(String name, TensorFact fact) {
    return new Place(name, Kind.INPUT, fact, null);
  }

  static Place dense(String name, TensorFact fact) {
    return new Place(name, Kind.ARENA, fact, null);
  }

  static Place dynamic(String name) {
    return new Place(name, Kind.DYNAMIC, TensorFact.unknown(DataType.UNDEFINED), null);
  }

  /** The elements of another dense place under the shape of {@code fact}. */
  static Place view(String name, TensorFact fact, Place of) {
    return new Place(name, Kind.VIEW, fact, of);
  }

  /** The place that owns the storage. */
  Place root() {
    Place place = this;
    while (place.shared != null) {
      place = place.shared;
    }
    return place;
  }

  /** Makes this place use the storage of a place that dies where this one is born. */
  void shareStorage(Place of) {
    shared = of;
  }

  boolean isArena() {
    return root().kind == Kind.ARENA;
  }

  Storage storage() {
    return Storage.of(fact.type());
  }

  /** Elements of storage, channel padding and halo included. */
  int elements() {
    return Dims.size(fact.dims());
  }

  void touch(int step) {
    Place root = root();
    root.first = root.first < 0 ? step : root.first;
    root.last = Math.max(root.last, step);
  }

  /** Fixes tensor and base of a place that lives in the arena. */
  void bind(Arena arena) {
    Place root = root();
    Object array = arena.array(root.storage());
    int start = arena.start(root.storage()) + root.offset;
    tensor = Tensor.wrap(fact.type(), array, start, fact.dims());
  }
}
