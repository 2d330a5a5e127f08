package dev.vernier.engine;

import java.util.ArrayList;
import java.util.List;

/** Finds when the storage of each place is in use, and lets pointwise steps write in place. */
final class Lifetimes {
  private final List<Step> steps;
  private final List<Place> places;

  private Lifetimes(List<Step> steps, List<Place> places) {
    this.steps = steps;
    this.places = places;
  }

  /** Sets first and last use of the places that own arena storage; returns these places. */
  static List<Place> assign(List<Step> steps, List<Place> places, List<Place> outputs) {
    Lifetimes lifetimes = new Lifetimes(steps, places);
    lifetimes.touchAll(outputs);
    lifetimes.overwrite();
    return lifetimes.roots();
  }

  private void touchAll(List<Place> outputs) {
    for (int i = 0; i < steps.size(); i++) {
      for (Place place : steps.get(i).reads()) {
        place.touch(i);
      }
      for (Place place : steps.get(i).writes()) {
        place.touch(i);
      }
    }
    outputs.forEach(p -> p.touch(steps.size()));
  }

  private void overwrite() {
    for (int i = 0; i < steps.size(); i++) {
      for (Place in : steps.get(i).overwritable()) {
        if (overwrite(i, in.root(), steps.get(i).writes().get(0).root())) {
          break;
        }
      }
    }
  }

  private static boolean overwrite(int step, Place in, Place out) {
    boolean fits =
        in != out
            && in.isArena()
            && in.last == step
            && in.elements() == out.elements()
            && in.storage() == out.storage();
    if (fits) {
      in.last = Math.max(in.last, out.last);
      out.shareStorage(in);
    }
    return fits;
  }

  private List<Place> roots() {
    List<Place> roots = new ArrayList<>();
    for (Place place : places) {
      if (place.kind == Place.Kind.ARENA && place.root() == place) {
        roots.add(place);
      }
    }
    return roots;
  }
}
