package dev.vernier.quantize.plan;

import java.util.Set;

/**
 * A tensor that gets a QuantizeLinear and DequantizeLinear pair.
 *
 * @param everyReader all readers see rounded values; otherwise only {@code readers} do and the
 *     others keep the float tensor
 * @param readers nodes, by {@link GraphIndex#key}, that see rounded values if not all do
 */
public record Placement(String tensor, boolean everyReader, Set<String> readers) {

  public Placement {
    readers = Set.copyOf(readers);
  }

  static Placement forEveryReader(String tensor) {
    return new Placement(tensor, true, Set.of());
  }
}
