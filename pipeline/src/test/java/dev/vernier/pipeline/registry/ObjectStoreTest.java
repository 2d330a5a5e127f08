package dev.vernier.pipeline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.lease.Lease;
import dev.vernier.pipeline.repository.FileSystemStateRepository;
import dev.vernier.pipeline.repository.SavedStates;
import dev.vernier.pipeline.storage.FolderFiles;
import dev.vernier.pipeline.storage.ObjectStore;
import dev.vernier.stats.StateSet;
import java.time.Duration;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What production keeps, on a store that cannot rename. */
class ObjectStoreTest {
  private static final Configuration HADOOP = ObjectStore.configuration();
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  private Path bucket;

  @BeforeEach
  void emptyBucket() {
    bucket = ObjectStore.bucket("production");
  }

  @Test
  void statesAreSavedReplacedAndNothingElseStays() {
    Path folder = new Path(bucket, "states");
    SavedStates one = new SavedStates(DIGEST, DIGEST, StateSet.empty());
    SavedStates two = new SavedStates(DIGEST, "f".repeat(64), StateSet.empty());
    new FileSystemStateRepository(folder, HADOOP).save(one);
    new FileSystemStateRepository(folder, HADOOP).save(two);
    assertThat(new FileSystemStateRepository(folder, HADOOP).load()).isEqualTo(two);
    assertThat(new FolderFiles(folder, HADOOP).names())
        .containsExactly(FileSystemStateRepository.FILE);
    assertThat(new FolderFiles(bucket, HADOOP).names()).containsExactly("states");
  }

  @Test
  void versionsArePublishedAndRolledBackUnderALease() {
    ModelRegistry registry = new ModelRegistry(bucket + "registry", HADOOP);
    try (Lease lease = Lease.take(registry.leaseFolder(), PATIENCE, HADOOP)) {
      registry.publish(Map.of("model.onnx", new byte[] {1}), Map.of(), lease);
      registry.publish(Map.of("model.onnx", new byte[] {2}), Map.of(), lease);
      registry.use(1, lease);
    }
    Manifest current = registry.current().orElseThrow();
    assertThat(current.version()).isEqualTo(1);
    assertThat(registry.read(current, "model.onnx")).containsExactly(1);
  }

  @Test
  void aLivingHolderKeepsItsLease() {
    String folder = bucket + "lease";
    try (Lease lease = Lease.take(folder, PATIENCE, HADOOP)) {
      assertThatThrownBy(() -> Lease.take(folder, PATIENCE, HADOOP))
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("in use by process");
      lease.requireHeld();
    }
    try (Lease next = Lease.take(folder, Duration.ofHours(1), HADOOP)) {
      assertThat(next.epoch()).isEqualTo(2);
    }
  }
}
