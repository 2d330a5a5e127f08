package dev.vernier.it;

import java.nio.file.Path;

/** Places in the checkout that is tested. */
public final class Checkout {
  private Checkout() {}

  public static Path home() {
    return Path.of(System.getProperty("vernier.home", "..")).toAbsolutePath().normalize();
  }

  public static Path demo(String file) {
    return home().resolve("demo").resolve(file);
  }
}
