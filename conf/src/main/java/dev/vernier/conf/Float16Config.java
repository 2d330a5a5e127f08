package dev.vernier.conf;

import java.util.List;

/** How the format float16 is written. */
public record Float16Config(
    @Setting(
            doc =
                "Operator types to leave in 32 bits, besides those that overflow or have no kernels.",
            byDefault = "[]")
        List<String> blockedTypes,
    @Setting(doc = "Inputs and outputs of the model stay 32-bit floats.", byDefault = "true")
        boolean keepIo) {

  /** Copies the list. */
  public Float16Config {
    blockedTypes = List.copyOf(blockedTypes);
  }
}
