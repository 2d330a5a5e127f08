package dev.vernier.it;

import java.nio.file.Path;

/** Places in the checkout that is tested. */
final class Checkout {
  private Checkout() {}

  static Path home() {
    return Path.of(System.getProperty("vernier.home", "..")).toAbsolutePath().normalize();
  }

  static Path demo(String file) {
    return home().resolve("demo").resolve(file);
  }
}
