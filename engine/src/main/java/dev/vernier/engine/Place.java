package dev.vernier.engine;

import dev.vernier.engine.channelslast.ChannelsLastShape;
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

  /** Geometry if the place is channels-last, null if it is dense. */
  final ChannelsLastShape channelsLast;

  /** What a channels-last place of 8-bit codes holds floats of, less the zero point; else null. */
  final CodeParameters codes;

  /** Current value if dense; fixed by binding for arena places and views of them. */
  Tensor tensor;

  /** Current value if it is no tensor; only inputs and dynamic places may have one. */
  private Value composite;

  /** Storage of a channels-last place once bound. */
  float[] floats;

  /** Index in {@link #floats} of the first pixel, halo included. */
  int base;

  /** First and last step that touch the storage; meaningful for roots of kind ARENA. */
  int first = -1;

  int last = -1;

  /** Element offset in the arena of the place's storage class. */
  int offset = -1;

  private Place shared;

  /** Floats from the start of the shared storage to that of this place. */
  private int shift;

  private Place(
      String name,
      Kind kind,
      TensorFact fact,
      Place shared,
      ChannelsLastShape channelsLast,
      CodeParameters codes) {
    this.name = name;
    this.kind = kind;
    this.fact = fact;
    this.shared = shared;
    this.channelsLast = channelsLast;
    this.codes = codes;
  }

  static Place constant(String name, Tensor value) {
    Place place = new Place(name, Kind.CONSTANT, TensorFact.constant(value), null, null, null);
    place.tensor = value;
    return place;
  }

  static Place input(String name, TensorFact fact) {
    return new Place(name, Kind.INPUT, fact, null, null, null);
  }

  static Place dense(String name, TensorFact fact) {
    return new Place(name, Kind.ARENA, fact, null, null, null);
  }

  static Place channelsLast(
      String name, TensorFact fact, ChannelsLastShape shape, CodeParameters codes) {
    return new Place(name, Kind.ARENA, fact, null, shape, codes);
  }

  /** Some channels of another channels-last place. */
  static Place slice(
      String name, TensorFact fact, ChannelsLastShape shape, Place of, int firstChannel) {
    Place place = new Place(name, Kind.VIEW, fact, of, shape, of.codes);
    place.shift = firstChannel;
    return place;
  }

  static Place dynamic(String name) {
    return new Place(name, Kind.DYNAMIC, TensorFact.unknown(DataType.UNDEFINED), null, null, null);
  }

  /** The elements of another dense place under the shape of {@code fact}. */
  static Place view(String name, TensorFact fact, Place of) {
    return new Place(name, Kind.VIEW, fact, of, null, null);
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

  boolean isChannelsLast() {
    return channelsLast != null;
  }

  Storage storage() {
    return isChannelsLast() ? Storage.FLOATS : Storage.of(fact.type());
  }

  /** Elements of storage, channel padding and halo included. */
  int elements() {
    return isChannelsLast() ? channelsLast.floats() : Dims.size(fact.dims());
  }

  /** Bytes of storage. */
  long bytes() {
    return (long) elements() * storage().width();
  }

  /** Current value, a tensor or not. */
  Value value() {
    return composite == null ? tensor : composite;
  }

  /** Sets the current value of an input or a dynamic place; null lets go of it. */
  void setValue(Value value) {
    tensor = value instanceof Tensor given ? given : null;
    composite = value instanceof Tensor ? null : value;
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
    if (isChannelsLast()) {
      floats = (float[]) array;
      base = start + shift;
    } else {
      tensor = Tensor.wrap(fact.type(), array, start, fact.dims());
    }
  }
}
