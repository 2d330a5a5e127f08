package dev.vernier.stats;

/** What a quantizer changes, summed over the points of a sketch in ascending order. */
final class QuantizationError {
  private final AffineGrid grid;
  private final int pointsPerBin;
  private double sum;

  QuantizationError(AffineGrid grid, int pointsPerBin) {
    this.grid = grid;
    this.pointsPerBin = pointsPerBin;
  }

  double squared(HistogramSketch sketch) {
    sum = 0;
    sketch.forEachPoint(
        pointsPerBin,
        (value, weight) -> {
          double difference = value - grid.restore(value);
          sum += weight * (difference * difference);
        });
    return sum;
  }

  double toPower(HistogramSketch sketch, double power) {
    sum = 0;
    sketch.forEachPoint(
        pointsPerBin,
        (value, weight) ->
            sum += weight * StrictMath.pow(Math.abs(value - grid.restore(value)), power));
    return sum;
  }
}
