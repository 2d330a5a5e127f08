package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.OnnxModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Channel alignment, as NNCF's: where a layer reads the plain output of another, its channels are
 * moved so that the middle of each is zero, and scaled so that all are as wide as the median one.
 * One scale and zero point then serve them all. Middle and width are those of the low and the high
 * quantile of a sample, of which the median over samples is taken. The model computes what it did,
 * up to rounding.
 */
public final class ChannelAlignment {
  /** The low quantile; the high one is as far from 1. */
  public static final double QUANTILE = 1e-4;

  private static final double LEAST_SCALE = 1e-2;
  private static final double LARGEST_SCALE = 1e2;

  /** A narrower channel keeps its scale; of single precision. */
  private static final double EPSILON = 0x1p-23;

  private ChannelAlignment() {}

  /**
   * The ends of the channels of a tensor.
   *
   * @param low one a channel
   * @param high one a channel
   */
  public record Ends(double[] low, double[] high) {}

  /** Tensors whose quantiles by channel, axis 1, decide. */
  public static Set<String> tensors(OnnxModel prepared) {
    Set<String> tensors = new TreeSet<>();
    pairs(prepared).forEach(pair -> tensors.add(pair.first().output(0)));
    return tensors;
  }

  private static List<LayerPair> pairs(OnnxModel prepared) {
    return LayerPair.of(prepared.graph(), node -> false).stream()
        .filter(pair -> ChannelShifting.readsNoPadding(pair.second()))
        .toList();
  }

  /**
   * Finds what becomes of the channels.
   *
   * @param ends of what {@link #tensors} names; a tensor that is missing stays as it is
   */
  public static Map<String, ChannelChange> find(OnnxModel prepared, Map<String, Ends> ends) {
    Map<String, ChannelChange> changes = new TreeMap<>();
    for (String tensor : tensors(prepared)) {
      if (ends.containsKey(tensor)) {
        changes.put(tensor, change(ends.get(tensor)));
      }
    }
    return changes;
  }

  private static ChannelChange change(Ends ends) {
    double[] shifts = new double[ends.low().length];
    double[] widths = new double[shifts.length];
    for (int c = 0; c < shifts.length; c++) {
      shifts[c] = (ends.low()[c] + ends.high()[c]) / 2;
      widths[c] = ends.high()[c] - ends.low()[c];
    }
    double[] wide = Arrays.stream(widths).filter(w -> w > EPSILON).sorted().toArray();
    double[] scales = new double[shifts.length];
    Arrays.fill(scales, 1);
    if (wide.length > 0) {
      double median = Quantiles.ofSorted(wide, 0.5);
      for (int c = 0; c < scales.length; c++) {
        double scale = widths[c] > EPSILON ? widths[c] / median : 1;
        scales[c] = Math.min(Math.max(scale, LEAST_SCALE), LARGEST_SCALE);
      }
    }
    return new ChannelChange(shifts, scales);
  }

  /** The model with the channels between its layers aligned. */
  public static OnnxModel apply(OnnxModel prepared, Map<String, ChannelChange> changes) {
    return ChannelShifting.apply(prepared, pairs(prepared), changes);
  }
}
