package dev.vernier.jobs.shard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vernier.onnx.VernierException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The text of {@code plan.json}; docs/formats/plan.md describes it. */
final class ShardPlanJson {
  private static final String FORMAT = "vernier-plan";
  private static final int VERSION = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ShardPlanJson() {}

  static byte[] write(ShardPlan plan) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION).put("pass", plan.pass());
    root.put("modelDigest", plan.modelDigest()).put("settingsDigest", plan.settingsDigest());
    root.put("selection", plan.selection());
    ArrayNode files = root.putArray("files");
    plan.files().forEach(file -> writeFile(file, files.addObject()));
    ArrayNode shards = root.putArray("shards");
    plan.shards().forEach(shard -> writeShard(shard, shards.addArray()));
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void writeFile(InputFile file, ObjectNode node) {
    node.put("path", file.path()).put("length", file.length()).put("modified", file.modified());
    ArrayNode groups = node.putArray("rowGroups");
    for (RowGroupSpan group : file.rowGroups()) {
      groups.addArray().add(group.start()).add(group.end()).add(group.rows());
    }
  }

  private static void writeShard(Shard shard, ArrayNode node) {
    for (RowSlice slice : shard.slices()) {
      node.addArray().add(slice.file()).add(slice.rowGroup()).add(slice.from()).add(slice.to());
    }
  }

  static ShardPlan read(byte[] text, String where) {
    try {
      return read(MAPPER.readTree(new String(text, StandardCharsets.UTF_8)), where);
    } catch (JsonProcessingException e) {
      throw unreadable(where, "valid JSON", e.getOriginalMessage(), e);
    }
  }

  private static ShardPlan read(JsonNode root, String where) {
    if (!FORMAT.equals(root.path("format").asText())) {
      throw unreadable(where, "format \"" + FORMAT + "\"", root.path("format").toString(), null);
    }
    if (root.path("version").asInt() != VERSION) {
      throw unreadable(where, "version " + VERSION, root.path("version").toString(), null);
    }
    return new ShardPlan(
        root.path("pass").asText(),
        root.path("modelDigest").asText(),
        root.path("settingsDigest").asText(),
        root.path("selection").asText(),
        readFiles(root.path("files")),
        readShards(root.path("shards")));
  }

  private static List<InputFile> readFiles(JsonNode nodes) {
    List<InputFile> files = new ArrayList<>();
    for (JsonNode node : nodes) {
      List<RowGroupSpan> groups = new ArrayList<>();
      node.path("rowGroups").forEach(group -> groups.add(readGroup(group)));
      files.add(
          new InputFile(
              node.path("path").asText(),
              node.path("length").asLong(),
              node.path("modified").asLong(),
              groups));
    }
    return files;
  }

  private static RowGroupSpan readGroup(JsonNode node) {
    return new RowGroupSpan(node.path(0).asLong(), node.path(1).asLong(), node.path(2).asLong());
  }

  private static List<Shard> readShards(JsonNode nodes) {
    List<Shard> shards = new ArrayList<>();
    for (JsonNode node : nodes) {
      List<RowSlice> slices = new ArrayList<>();
      node.forEach(slice -> slices.add(readSlice(slice)));
      shards.add(new Shard(shards.size(), slices));
    }
    return shards;
  }

  private static RowSlice readSlice(JsonNode node) {
    return new RowSlice(
        node.path(0).asInt(), node.path(1).asInt(), node.path(2).asLong(), node.path(3).asLong());
  }

  private static VernierException unreadable(
      String where, String expected, String actual, Exception cause) {
    return new VernierException(
        where
            + ": not a plan this version can resume: expected "
            + expected
            + ", found "
            + actual
            + ". Start over with --restart.",
        cause);
  }
}
