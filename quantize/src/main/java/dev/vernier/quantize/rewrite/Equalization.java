package dev.vernier.quantize.rewrite;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What cross-layer equalisation does to a prepared model. A value; arrays must not be changed.
 *
 * @param scales what each channel of a tensor is divided by, by the name of the tensor, the output
 *     of the first layer of a pair
 * @param freed those of the tensors whose Clip becomes a limit for each channel
 */
public record Equalization(Map<String, double[]> scales, Set<String> freed) {
  public Equalization {
    scales = Collections.unmodifiableMap(new TreeMap<>(scales));
    freed = Collections.unmodifiableSet(new TreeSet<>(freed));
  }

  public boolean isEmpty() {
    return scales.isEmpty();
  }
}
