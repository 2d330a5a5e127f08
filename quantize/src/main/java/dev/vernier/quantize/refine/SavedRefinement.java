package dev.vernier.quantize.refine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.Sha256;
import dev.vernier.quantize.plan.RoundedWeight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * A refinement and what it was found for; the content of {@code refinement.json}.
 *
 * @param model digest of the model as it was given
 * @param ranges digest of the calibration table
 * @param settings the refine settings' one-line text
 * @param samples digest of the set of samples it was found on
 */
public record SavedRefinement(
    String model, String ranges, String settings, String samples, Refinement refinement) {
  private static final String FORMAT = "vernier-refinement";
  private static final int VERSION = 2;

  /** The first version, in which layers had biases alone. */
  private static final int OLDEST_VERSION = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Whether it was found for this model, these ranges and these settings. */
  public boolean fits(String modelDigest, String rangesDigest, RefineSettings wanted) {
    return model.equals(modelDigest)
        && ranges.equals(rangesDigest)
        && settings.equals(wanted.text());
  }

  /** The document described in docs/formats/refinement.md; equal values give equal text. */
  public String toJson() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT);
    root.put("version", VERSION);
    root.put("model-sha256", model);
    root.put("ranges-sha256", ranges);
    root.put("settings", settings);
    root.put("samples-sha256", samples);
    layers(root.putObject("layers"));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root).replace("\r\n", "\n")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers is always writable", e);
    }
  }

  private void layers(ObjectNode layers) {
    TreeSet<String> names = new TreeSet<>(refinement.biases().keySet());
    names.addAll(refinement.weights().keySet());
    for (String name : names) {
      ObjectNode layer = layers.putObject(name);
      if (refinement.biases().containsKey(name)) {
        layer.put("bias", encode(refinement.biases().get(name)));
      }
      RoundedWeight weight = refinement.weights().get(name);
      if (weight != null) {
        layer.put("codes", Base64.getEncoder().encodeToString(weight.codes()));
        layer.put("scales", encode(weight.scales()));
        ArrayNode zeroPoints = layer.putArray("zero-points");
        Arrays.stream(weight.zeroPoints()).forEach(zeroPoints::add);
      }
    }
  }

  /** SHA-256 of the document, in hexadecimal. */
  public String digest() {
    return Sha256.hexOf(toJson());
  }

  /** Reads what {@link #toJson} wrote; anything else fails with the reason. */
  public static SavedRefinement fromJson(String json) {
    try {
      JsonNode root = MAPPER.readTree(json);
      int version = root.path("version").asInt();
      if (!root.path("format").asText().equals(FORMAT)
          || version < OLDEST_VERSION
          || version > VERSION) {
        throw bad("expected format " + FORMAT + " version " + OLDEST_VERSION + " to " + VERSION);
      }
      return new SavedRefinement(
          text(root, "model-sha256"),
          text(root, "ranges-sha256"),
          text(root, "settings"),
          text(root, "samples-sha256"),
          refinement(root.path("layers")));
    } catch (JsonProcessingException e) {
      throw bad("it is not JSON: " + e.getOriginalMessage());
    }
  }

  private static Refinement refinement(JsonNode layers) {
    Map<String, float[]> biases = new TreeMap<>();
    Map<String, RoundedWeight> weights = new TreeMap<>();
    for (Map.Entry<String, JsonNode> layer : layers.properties()) {
      if (layer.getValue().has("bias")) {
        biases.put(layer.getKey(), decode(text(layer.getValue(), "bias")));
      }
      if (layer.getValue().has("codes")) {
        weights.put(layer.getKey(), weight(layer.getValue()));
      }
    }
    return new Refinement(biases, weights);
  }

  private static RoundedWeight weight(JsonNode layer) {
    float[] scales = decode(text(layer, "scales"));
    int[] zeroPoints =
        StreamSupport.stream(layer.path("zero-points").spliterator(), false)
            .mapToInt(JsonNode::asInt)
            .toArray();
    if (zeroPoints.length != scales.length) {
      throw bad("expected a zero point for each scale");
    }
    return new RoundedWeight(bytes(text(layer, "codes")), scales, zeroPoints);
  }

  private static String text(JsonNode node, String key) {
    if (!node.path(key).isTextual()) {
      throw bad("expected a string \"" + key + "\"");
    }
    return node.path(key).textValue();
  }

  private static VernierException bad(String reason) {
    return new VernierException(
        "Not a refinement this program reads: " + reason + "; run 'vernier refine' again");
  }

  private static String encode(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static float[] decode(String text) {
    byte[] bytes = bytes(text);
    float[] values = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static byte[] bytes(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw bad("a layer's numbers are not base64");
    }
  }
}
