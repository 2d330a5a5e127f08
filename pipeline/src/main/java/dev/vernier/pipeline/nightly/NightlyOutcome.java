package dev.vernier.pipeline.nightly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.vernier.onnx.VernierException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of one day's cycle.
 *
 * @param date the day, as yyyy-mm-dd
 * @param decision what was done
 * @param reason why, in words
 * @param version the version in force afterwards; 0 if there is none
 */
public record NightlyOutcome(String date, Decision decision, String reason, long version) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** What a cycle ends with. */
  public enum Decision {
    /** A new version is in force. */
    PUBLISHED("published"),
    /** The old model stays: its data have not drifted. */
    NO_DRIFT("not published, no drift"),
    /** The old model stays: the new one would be the same. */
    SAME_MODEL("not published, the same model again"),
    /** The old model, or none, stays: the new one loses too much. */
    TOO_WORSE("not published, too much is lost");

    private final String text;

    Decision(String text) {
      this.text = text;
    }

    /** In a few words. */
    public String text() {
      return text;
    }
  }

  /** Whether a new version was published. */
  public boolean published() {
    return decision == Decision.PUBLISHED;
  }

  byte[] toJson() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("date", date);
    document.put("decision", decision.name());
    document.put("reason", reason);
    document.put("version", version);
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }

  /** Reads what {@link #toJson} wrote; {@code source} names it in messages. */
  static NightlyOutcome fromJson(byte[] json, String source) {
    try {
      JsonNode document = MAPPER.readTree(json);
      return new NightlyOutcome(
          document.path("date").asText(),
          Decision.valueOf(document.path("decision").asText()),
          document.path("reason").asText(),
          document.path("version").asLong());
    } catch (IOException | IllegalArgumentException e) {
      throw new VernierException(
          source + ": not the record of a night: " + e.getMessage() + ". Delete it to run again",
          e);
    }
  }
}
