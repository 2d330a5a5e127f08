package dev.vernier.quantize.rewrite;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What smoothing does to a prepared model. A value; arrays must not be changed.
 *
 * @param tensors how each activation is divided, by its name
 */
public record Smoothing(Map<String, Smoothed> tensors) {
  public Smoothing {
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
  }

  /**
   * One activation.
   *
   * @param layers the layers that read it divided, by the names of their outputs, in graph order
   * @param scales what each of its channels is divided by, and the layers' weights multiplied
   */
  public record Smoothed(List<String> layers, double[] scales) {
    public Smoothed {
      layers = List.copyOf(layers);
    }
  }
}
