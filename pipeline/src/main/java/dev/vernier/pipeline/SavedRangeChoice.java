package dev.vernier.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.range.RangeMethods;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code auto} chose and the model it was chosen for; the content of {@code
 * range-choice.json}.
 *
 * @param model digest of the model whose statistics the states beside the file are
 */
public record SavedRangeChoice(String model, RangeChoice choice) {
  private static final String FORMAT = "vernier-range-choice";
  private static final int VERSION = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The document described in docs/formats/range-choice.md; equal values give equal text. */
  public String toJson() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT);
    root.put("version", VERSION);
    root.put("model-sha256", model);
    root.put("method", choice.method());
    root.put("samples", choice.samples());
    ArrayNode candidates = root.putArray("candidates");
    for (RangeChoice.Score score : choice.scores()) {
      candidates
          .addObject()
          .put("method", score.method())
          .put("sqnr", score.sqnr())
          .put("agreement", score.agreement());
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root).replace("\r\n", "\n")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers is always writable", e);
    }
  }

  /** Reads what {@link #toJson} wrote; anything else fails with the reason. */
  public static SavedRangeChoice fromJson(String json) {
    try {
      JsonNode root = MAPPER.readTree(json);
      boolean known =
          root.path("format").asText().equals(FORMAT) && root.path("version").asInt() == VERSION;
      if (!known || !root.path("model-sha256").isTextual() || !root.path("method").isTextual()) {
        throw bad("expected format " + FORMAT + " version " + VERSION);
      }
      requireMethod(root.path("method").asText());
      if (!root.path("samples").canConvertToInt() || root.path("samples").asInt() < 0) {
        throw bad("expected a number of samples, found " + root.path("samples"));
      }
      List<RangeChoice.Score> scores = new ArrayList<>();
      for (JsonNode one : root.path("candidates")) {
        scores.add(
            new RangeChoice.Score(
                one.path("method").asText(),
                one.path("sqnr").asDouble(),
                one.path("agreement").asDouble()));
      }
      return new SavedRangeChoice(
          root.path("model-sha256").asText(),
          new RangeChoice(root.path("method").asText(), root.path("samples").asInt(), scores));
    } catch (JsonProcessingException e) {
      throw bad("it is not JSON: " + e.getOriginalMessage());
    }
  }

  private static void requireMethod(String method) {
    if (!RangeMethods.names().contains(method)) {
      throw bad("expected a method of " + RangeMethods.names() + ", found '" + method + "'");
    }
  }

  private static VernierException bad(String reason) {
    return new VernierException(
        "Not a choice of ranges this program reads: " + reason + "; calibrate again");
  }
}
