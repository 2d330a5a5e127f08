package dev.vernier.quantize;

import java.util.List;

/**
 * How a model is brought to 16-bit floats.
 *
 * @param blockedTypes operator types that stay in 32 bits, besides those that always do
 * @param keepIo inputs and outputs of the graph stay 32-bit floats
 */
public record Float16Settings(List<String> blockedTypes, boolean keepIo) {

  public Float16Settings {
    blockedTypes = List.copyOf(blockedTypes);
  }

  public static Float16Settings defaults() {
    return new Float16Settings(List.of(), true);
  }
}
