package dev.vernier.conf;

/** When calibration ends before every row was used: once the ranges have settled. */
public record StoppingConfig(
    @Setting(
            doc =
                "Calibration ends once other data would cost a range at most so many decibels of its"
                    + " tensor's SQNR, by the jackknife over folds; 0: every row is used.",
            byDefault = "0",
            min = 0)
        double tolerance,
    @Setting(
            doc = "Share of the quantizers, from 0 to 1, whose ranges must have settled.",
            byDefault = "0.95",
            min = 0,
            max = 1)
        double share,
    @Setting(
            doc =
                "Rows of the first wave, about; each further wave doubles the rows used. Which rows"
                    + " a wave takes is decided by their hashes alone.",
            byDefault = "256",
            min = 32,
            max = 1000000000)
        int firstRows) {
  /** Whether calibration may end early. */
  public boolean isActive() {
    return tolerance > 0;
  }

  /** What results depend on, as text; empty if every row is used. */
  public String text() {
    return isActive() ? " stopping " + tolerance + " " + share + " " + firstRows : "";
  }
}
