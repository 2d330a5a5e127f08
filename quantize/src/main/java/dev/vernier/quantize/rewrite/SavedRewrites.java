package dev.vernier.quantize.rewrite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.onnx.VernierException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rewrites and what they were found for; the content of {@code rewrites.json}.
 *
 * @param model digest of the model as it was given
 * @param settings {@link RewriteSettings#text}
 */
public record SavedRewrites(String model, String settings, Rewrites rewrites) {
  private static final String FORMAT = "vernier-rewrites";
  private static final int VERSION = 1;

  /** What was written when equalisation was the only rewrite of its kind. */
  private static final String EQUALIZATION_FORMAT = "vernier-equalization";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Whether they were found for this model and these settings. */
  public boolean fits(String digest, RewriteSettings wanted) {
    return model.equals(digest) && settings.equals(wanted.text());
  }

  /** The document described in docs/formats/rewrites.md; equal values give equal text. */
  public String toJson() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT);
    root.put("version", VERSION);
    root.put("model-sha256", model);
    root.put("settings", settings);
    rewrites.equalization().ifPresent(e -> write(e, root.putObject("equalization")));
    rewrites.absorption().ifPresent(a -> write(a, root.putObject("absorption")));
    rewrites.alignment().ifPresent(a -> write(a, root.putObject("alignment")));
    rewrites.smoothing().ifPresent(s -> write(s, root.putObject("smoothing")));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root).replace("\r\n", "\n")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers is always writable", e);
    }
  }

  private static void write(Equalization equalization, ObjectNode tensors) {
    equalization
        .scales()
        .forEach(
            (tensor, scales) ->
                tensors
                    .putObject(tensor)
                    .put("freed", equalization.freed().contains(tensor))
                    .put("scales", encode(scales)));
  }

  private static void write(Map<String, ChannelChange> changes, ObjectNode tensors) {
    new TreeMap<>(changes)
        .forEach(
            (tensor, change) ->
                tensors
                    .putObject(tensor)
                    .put("shifts", encode(change.shifts()))
                    .put("scales", encode(change.scales())));
  }

  private static void write(Smoothing smoothing, ObjectNode tensors) {
    smoothing
        .tensors()
        .forEach(
            (tensor, smoothed) -> {
              ObjectNode one = tensors.putObject(tensor);
              ArrayNode layers = one.putArray("layers");
              smoothed.layers().forEach(layers::add);
              one.put("scales", encode(smoothed.scales()));
            });
  }

  /** Reads what {@link #toJson} wrote, now or earlier; anything else fails with the reason. */
  public static SavedRewrites fromJson(String json) {
    try {
      JsonNode root = MAPPER.readTree(json);
      String format = root.path("format").asText();
      boolean known = format.equals(FORMAT) || format.equals(EQUALIZATION_FORMAT);
      if (!known
          || root.path("version").asInt() != VERSION
          || !root.path("model-sha256").isTextual()) {
        throw bad("expected format " + FORMAT + " version " + VERSION);
      }
      return format.equals(FORMAT) ? read(root) : readEqualization(root);
    } catch (JsonProcessingException e) {
      throw bad("it is not JSON: " + e.getOriginalMessage());
    }
  }

  private static SavedRewrites read(JsonNode root) {
    Rewrites rewrites =
        new Rewrites(
            section(root, "equalization").map(SavedRewrites::equalization),
            section(root, "absorption").map(SavedRewrites::changes),
            section(root, "alignment").map(SavedRewrites::changes),
            section(root, "smoothing").map(SavedRewrites::smoothing));
    return new SavedRewrites(
        root.path("model-sha256").asText(), root.path("settings").asText(), rewrites);
  }

  private static Optional<JsonNode> section(JsonNode root, String name) {
    return Optional.of(root.path(name)).filter(JsonNode::isObject);
  }

  private static SavedRewrites readEqualization(JsonNode root) {
    return new SavedRewrites(
        root.path("model-sha256").asText(),
        RewriteSettings.EQUALIZATION.text(),
        Rewrites.NONE.withEqualization(equalization(root.path("tensors"))));
  }

  private static Equalization equalization(JsonNode tensors) {
    Map<String, double[]> scales = new TreeMap<>();
    Set<String> freed = new TreeSet<>();
    tensors
        .properties()
        .forEach(
            e -> {
              scales.put(e.getKey(), decode(e.getValue().path("scales").asText()));
              if (e.getValue().path("freed").asBoolean()) {
                freed.add(e.getKey());
              }
            });
    return new Equalization(scales, freed);
  }

  private static Map<String, ChannelChange> changes(JsonNode tensors) {
    Map<String, ChannelChange> changes = new TreeMap<>();
    tensors
        .properties()
        .forEach(
            e -> {
              double[] shifts = decode(e.getValue().path("shifts").asText());
              double[] scales = decode(e.getValue().path("scales").asText());
              changes.put(e.getKey(), new ChannelChange(shifts, scales));
            });
    return changes;
  }

  private static Smoothing smoothing(JsonNode tensors) {
    Map<String, Smoothing.Smoothed> smoothed = new TreeMap<>();
    tensors
        .properties()
        .forEach(
            e -> {
              List<String> layers = new ArrayList<>();
              e.getValue().path("layers").forEach(layer -> layers.add(layer.asText()));
              double[] scales = decode(e.getValue().path("scales").asText());
              smoothed.put(e.getKey(), new Smoothing.Smoothed(layers, scales));
            });
    return new Smoothing(smoothed);
  }

  private static VernierException bad(String reason) {
    return new VernierException(
        "Not rewrites that this program reads: " + reason + "; calibrate again");
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
      throw bad("numbers are not base64");
    }
    double[] values = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    return values;
  }
}
