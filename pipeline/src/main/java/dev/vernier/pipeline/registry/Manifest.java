package dev.vernier.pipeline.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.vernier.onnx.VernierException;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a published version consists of and where it comes from; the content of {@code
 * manifest.json}.
 *
 * @param files SHA-256 of every file of the version, in hexadecimal, by name
 * @param provenance facts about its making: dates, digests, measures
 */
public record Manifest(long version, Map<String, String> files, Map<String, String> provenance) {
  private static final String FORMAT = "vernier-published-model";
  private static final int FORMAT_VERSION = 1;

  /** A manifest names files of its own folder: no separators, and no leading dot. */
  private static final String FILE_NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]*";

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public Manifest {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  byte[] toJson() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", FORMAT);
    document.put("formatVersion", FORMAT_VERSION);
    document.put("version", version);
    document.put("files", files);
    document.put("provenance", provenance);
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }

  /** Reads what {@link #toJson} wrote; {@code source} names it in messages. */
  static Manifest fromJson(byte[] json, String source) {
    try {
      JsonNode document = MAPPER.readTree(json);
      if (!FORMAT.equals(document.path("format").asText())
          || document.path("formatVersion").asInt() != FORMAT_VERSION) {
        throw broken(source, "it is no " + FORMAT + " of version " + FORMAT_VERSION);
      }
      Map<String, String> files = texts(document.path("files"));
      for (String file : files.keySet()) {
        if (!file.matches(FILE_NAME)) {
          throw broken(source, "'" + file + "' is no name of a file in the version's folder");
        }
      }
      return new Manifest(
          document.path("version").asLong(), files, texts(document.path("provenance")));
    } catch (IOException e) {
      throw broken(source, e.getMessage());
    }
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }

  private static VernierException broken(String source, String why) {
    return new VernierException(
        source + ": not a manifest: " + why + ". Restore it, or roll back to another version");
  }
}
