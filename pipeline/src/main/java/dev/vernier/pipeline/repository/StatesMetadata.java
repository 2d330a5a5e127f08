package dev.vernier.pipeline.repository;

import dev.vernier.onnx.io.Sha256;
import dev.vernier.stats.Folds;
import dev.vernier.stats.StateSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The key-value metadata of the states file. */
record StatesMetadata(
    String version,
    String modelDigest,
    String settingsDigest,
    long[] samples,
    String contentDigest) {
  static final String CURRENT_VERSION = "1";

  private static final String VERSION = "vernier.states.version";
  private static final String MODEL = "vernier.model.sha256";
  private static final String SETTINGS = "vernier.settings.sha256";
  private static final String SAMPLES = "vernier.samples";
  private static final String CONTENT = "vernier.content.sha256";

  static Map<String, String> of(SavedStates saved) {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(VERSION, CURRENT_VERSION);
    metadata.put(MODEL, saved.modelDigest());
    metadata.put(SETTINGS, saved.settingsDigest());
    metadata.put(
        SAMPLES,
        IntStream.range(0, Folds.COUNT)
            .mapToObj(fold -> Long.toString(saved.states().samples(fold)))
            .collect(Collectors.joining(",")));
    metadata.put(CONTENT, contentDigest(saved));
    return metadata;
  }

  /** Reads what {@link #of} made; a message says what is wrong with it. */
  static StatesMetadata parse(Map<String, String> metadata) {
    String version = require(metadata, VERSION, ".+");
    if (!version.equals(CURRENT_VERSION)) {
      throw new IllegalArgumentException(
          "expected states of version "
              + CURRENT_VERSION
              + ", not "
              + version
              + ": read them with the version of Vernier that wrote them");
    }
    return new StatesMetadata(
        version,
        require(metadata, MODEL, "[0-9a-f]{64}"),
        require(metadata, SETTINGS, "[0-9a-f]{64}"),
        samples(require(metadata, SAMPLES, "\\d{1,18}(,\\d{1,18}){" + (Folds.COUNT - 1) + "}")),
        require(metadata, CONTENT, "[0-9a-f]{64}"));
  }

  private static String require(Map<String, String> metadata, String key, String pattern) {
    String value = metadata.get(key);
    if (value == null || !value.matches(pattern)) {
      throw new IllegalArgumentException(
          "expected metadata " + key + " as Vernier writes it, not " + value);
    }
    return value;
  }

  private static long[] samples(String text) {
    return Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
  }

  /** SHA-256 over the digests of model and settings and the bytes of the state set. */
  static String contentDigest(SavedStates saved) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(saved.modelDigest().getBytes(StandardCharsets.US_ASCII));
    sha256.update(saved.settingsDigest().getBytes(StandardCharsets.US_ASCII));
    return Sha256.hex(sha256.digest(saved.states().toBytes()));
  }

  SavedStates with(StateSet states) {
    return new SavedStates(modelDigest, settingsDigest, states);
  }
}
