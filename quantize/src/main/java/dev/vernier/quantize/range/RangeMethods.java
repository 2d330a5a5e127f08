package dev.vernier.quantize.range;

import dev.vernier.onnx.VernierException;
import java.util.List;

/** The list of range methods; a new method is one class and one line here. */
public final class RangeMethods {

  private static final List<RangeSolver> METHODS =
      List.of(
          new MinMaxSolver(),
          new PercentileSolver(),
          new EntropySolver(),
          new MseSolver(),
          new MeanMinMaxSolver());

  private RangeMethods() {}

  /** Names of all methods, in the order of tables. */
  public static List<String> names() {
    return METHODS.stream().map(RangeSolver::name).toList();
  }

  /** The method of that name; an unknown name fails with the list of names. */
  public static RangeSolver find(String name) {
    return METHODS.stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new VernierException(
                    "Unknown range method \""
                        + name
                        + "\": expected one of "
                        + String.join(", ", names())));
  }
}
