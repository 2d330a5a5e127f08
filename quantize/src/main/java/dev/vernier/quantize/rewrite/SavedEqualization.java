package dev.vernier.quantize.rewrite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.onnx.VernierException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An equalisation and the model it was found for; the content of {@code equalization.json}.
 *
 * @param model digest of the model as it was given
 */
public record SavedEqualization(String model, Equalization equalization) {
  private static final String FORMAT = "vernier-equalization";
  private static final int VERSION = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The document described in docs/formats/equalization.md; equal values give equal text. */
  public String toJson() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT);
    root.put("version", VERSION);
    root.put("model-sha256", model);
    ObjectNode tensors = root.putObject("tensors");
    equalization
        .scales()
        .forEach(
            (tensor, scales) ->
                tensors
                    .putObject(tensor)
                    .put("freed", equalization.freed().contains(tensor))
                    .put("scales", encode(scales)));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root).replace("\r\n", "\n")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers is always writable", e);
    }
  }

  /** Reads what {@link #toJson} wrote; anything else fails with the reason. */
  public static SavedEqualization fromJson(String json) {
    try {
      JsonNode root = MAPPER.readTree(json);
      boolean known =
          root.path("format").asText().equals(FORMAT) && root.path("version").asInt() == VERSION;
      if (!known || !root.path("model-sha256").isTextual()) {
        throw bad("expected format " + FORMAT + " version " + VERSION);
      }
      Map<String, double[]> scales = new TreeMap<>();
      Set<String> freed = new TreeSet<>();
      root.path("tensors")
          .properties()
          .forEach(
              e -> {
                scales.put(e.getKey(), decode(e.getValue().path("scales").asText()));
                if (e.getValue().path("freed").asBoolean()) {
                  freed.add(e.getKey());
                }
              });
      return new SavedEqualization(
          root.path("model-sha256").asText(), new Equalization(scales, freed));
    } catch (JsonProcessingException e) {
      throw bad("it is not JSON: " + e.getOriginalMessage());
    }
  }

  private static VernierException bad(String reason) {
    return new VernierException(
        "Not an equalisation this program reads: " + reason + "; calibrate again");
  }

  private static String encode(double[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static double[] decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw bad("scales are not base64");
    }
    double[] values = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    return values;
  }
}
