package dev.vernier.pipeline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.lease.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  @Test
  void whatIsPublishedIsInForceAndReadsBack() throws IOException {
    ModelRegistry registry = registry();
    assertThat(registry.current()).isEmpty();
    try (Lease lease = lease(registry)) {
      Manifest first = publish(registry, "one", lease);
      assertThat(first.version()).isEqualTo(1);
      assertThat(registry.current()).contains(first);
      Manifest second = publish(registry, "two", lease);
      assertThat(registry.current()).contains(second);
      assertThat(registry.read(second, "model.onnx")).isEqualTo(bytes("two"));
      assertThat(second.provenance()).containsEntry("date", "2026-11-20");
      assertThat(registry.versions()).containsExactly(first, second);
    }
    assertThat(Files.readString(folder.resolve("current"))).isEqualTo("00000002");
  }

  @Test
  void aManifestLeadsNowhereElse() throws IOException {
    ModelRegistry registry = registry();
    try (Lease lease = lease(registry)) {
      publish(registry, "one", lease);
      Path manifest = folder.resolve("versions/00000001/manifest.json");
      String text = Files.readString(manifest);
      for (String name : List.of("../../current", "/etc/passwd", "..", ".hidden", "a/b")) {
        Files.writeString(manifest, text.replace("model.onnx", name));
        Files.deleteIfExists(manifest.resolveSibling(".manifest.json.crc"));
        assertThatThrownBy(registry::versions)
            .as(name)
            .isInstanceOf(VernierException.class)
            .hasMessageContaining("'" + name + "' is no name of a file");
      }
      Files.writeString(manifest, text.replace("\"version\" : 1", "\"version\" : 2"));
      Files.deleteIfExists(manifest.resolveSibling(".manifest.json.crc"));
      assertThatThrownBy(() -> registry.use(1, lease))
          .hasMessageContaining("expected version 00000001, found 2");
    }
  }

  @Test
  void rollingBackGoesToWhatWasInForceBefore() {
    ModelRegistry registry = registry();
    try (Lease lease = lease(registry)) {
      Manifest first = publish(registry, "one", lease);
      assertThat(registry.previous()).isEmpty();
      Manifest second = publish(registry, "two", lease);
      assertThat(registry.previous()).contains(first);
      assertThat(registry.use(1, lease)).isEqualTo(first);
      assertThat(registry.current()).contains(first);
      assertThat(registry.previous()).contains(second);
      Manifest third = publish(registry, "three", lease);
      assertThat(third.version()).isEqualTo(3);
      assertThat(registry.previous()).contains(first);
      assertThatThrownBy(() -> registry.use(9, lease))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("no version 9: expected one of [1, 2, 3]");
    }
  }

  @Test
  void onlySoManyAreKeptAndAlwaysTheOneInForce() {
    ModelRegistry registry = registry();
    try (Lease lease = lease(registry)) {
      for (String content : List.of("one", "two", "three", "four")) {
        publish(registry, content, lease);
      }
      registry.use(1, lease);
      registry.retain(2, lease);
      assertThat(registry.versions()).extracting(Manifest::version).containsExactly(1L, 3L, 4L);
      assertThat(registry.current().orElseThrow().version()).isEqualTo(1);
      publish(registry, "five", lease);
      registry.retain(2, lease);
      assertThat(registry.versions()).extracting(Manifest::version).containsExactly(4L, 5L);
      assertThat(registry.previous().orElseThrow().version()).isEqualTo(4);
    }
  }

  @Test
  void aPublisherThatHasLostItsLeaseDecidesNothing() throws IOException {
    ModelRegistry registry = registry();
    Lease lost = lease(registry);
    publish(registry, "one", lost);
    lost.close();
    try (Lease lease = lease(registry)) {
      Manifest second = publish(registry, "two", lease);
      assertThatThrownBy(() -> publish(registry, "late", lost))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("was taken over");
      // Even if it had looked just before it lost the lease.
      Path late = folder.resolve("pointers/%012d-%08d".formatted(lost.epoch(), 77));
      Files.writeString(late, "00000001");
      assertThat(registry.current()).contains(second);
    }
  }

  @Test
  void aPublicationThatWasCutOffIsInNobodysWay() throws IOException {
    ModelRegistry registry = registry();
    try (Lease lease = lease(registry)) {
      Manifest first = publish(registry, "one", lease);
      Files.createDirectories(folder.resolve("versions/00000002"));
      Files.writeString(folder.resolve("versions/00000002/model.onnx"), "half");
      assertThat(registry.current()).contains(first);
      assertThat(registry.versions()).containsExactly(first);
      assertThat(publish(registry, "three", lease).version()).isEqualTo(3);
    }
  }

  @Test
  void whatWasTamperedWithIsNeitherReadNorPutInForce() throws IOException {
    ModelRegistry registry = registry();
    try (Lease lease = lease(registry)) {
      Manifest first = publish(registry, "one", lease);
      publish(registry, "two", lease);
      Files.writeString(folder.resolve("versions/00000001/model.onnx"), "other");
      assertThatThrownBy(() -> registry.read(first, "model.onnx"))
          .hasMessageContaining("is not what was published");
      assertThatThrownBy(() -> registry.use(1, lease)).isInstanceOf(VernierException.class);
      assertThat(registry.current().orElseThrow().version()).isEqualTo(2);
      Files.writeString(folder.resolve("versions/00000002/manifest.json"), "{}");
      assertThatThrownBy(registry::current).hasMessageContaining("not a manifest");
    }
  }

  private ModelRegistry registry() {
    return new ModelRegistry(folder.toString(), HADOOP);
  }

  private static Lease lease(ModelRegistry registry) {
    return Lease.take(registry.leaseFolder(), Duration.ofMillis(400), HADOOP);
  }

  private static Manifest publish(ModelRegistry registry, String content, Lease lease) {
    return registry.publish(
        Map.of("model.onnx", bytes(content), "ranges.json", bytes("{}")),
        Map.of("date", "2026-11-20"),
        lease);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
