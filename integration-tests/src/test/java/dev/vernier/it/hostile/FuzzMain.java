package dev.vernier.it.hostile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.*;

final class FuzzMain {
  public static void main(String[] a) {
    System.setProperty("vernier.memory.limit", Long.toString(32L << 20));
    System.setProperty("vernier.loop.limit", "500");
    List<Seed> seeds = new ArrayList<>(Corpus.models());
    if (a.length > 3) seeds.addAll(Corpus.read(Path.of(a[3])));
    System.out.println(seeds.size() + " seed models");
    Fuzzer f = new Fuzzer(seeds);
    try {
      f.run(Long.parseLong(a[0]), Long.parseLong(a[1]), Duration.ofSeconds(Long.parseLong(a[2])));
    } catch (IllegalStateException e) {
      System.out.println("HANG " + e.getMessage());
    }
    f.violations().forEach(System.out::println);
    System.out.println(f.summary());
    System.exit(0);
  }
}
