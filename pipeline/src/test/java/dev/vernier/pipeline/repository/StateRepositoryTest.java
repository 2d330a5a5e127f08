package dev.vernier.pipeline.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.VernierException;
import dev.vernier.stats.Folds;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.PerSampleState;
import dev.vernier.stats.StateFamily;
import dev.vernier.stats.StateSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateRepositoryTest {
  private static final String MODEL = "0123456789abcdef".repeat(4);
  private static final String SETTINGS = "fedcba9876543210".repeat(4);

  @TempDir private Path folder;

  private StateRepository files(String name) {
    return new FileSystemStateRepository(
        new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()), new Configuration(false));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bothRepositoriesGiveBackWhatTheyHold(boolean inMemory) {
    StateRepository repository = inMemory ? new InMemoryStateRepository() : files("a/b/states");
    assertThat(repository.exists()).isFalse();
    assertThatThrownBy(repository::load)
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("calibrate first");
    repository.save(saved(1, 40));
    assertThat(repository.exists()).isTrue();
    assertThat(repository.load()).isEqualTo(saved(1, 40));
    SavedStates none = new SavedStates(MODEL, SETTINGS, StateSet.empty());
    repository.save(none);
    assertThat(repository.load()).isEqualTo(none);
  }

  @Test
  void equalStatesAreEqualFilesAndNothingElse() throws IOException {
    files("one").save(saved(2, 3000));
    files("other").save(shuffled(2, 3000));
    assertThat(listing("one")).containsExactly(FileSystemStateRepository.FILE);
    assertThat(listing("")).containsExactly("one", "other");
    assertThat(bytes("other")).isEqualTo(bytes("one"));
    files("one").save(saved(2, 3000));
    assertThat(bytes("one")).isEqualTo(bytes("other"));
    assertThat(listing("")).containsExactly("one", "other");
  }

  @Test
  void theOrderOfEncodingsDoesNotShow() throws IOException {
    files("states").save(saved(2, 30));
    byte[] canonical = bytes("states");
    byte[] reversed = withReversedEncodings(canonical);
    assertThat(reversed).isNotEqualTo(canonical);
    Path raw = Files.write(folder.resolve("raw"), reversed);
    Path copy = folder.resolve("copy");
    CanonicalFooter.copy(
        FileSystem.getLocal(new Configuration(false)).getRawFileSystem(),
        new org.apache.hadoop.fs.Path(raw.toUri()),
        new org.apache.hadoop.fs.Path(copy.toUri()));
    assertThat(Files.readAllBytes(copy)).isEqualTo(canonical);
  }

  /** What another JVM's hash set may make of the footer. */
  private static byte[] withReversedEncodings(byte[] file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int start = file.length - 8 - bytes.getInt(file.length - 8);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(file, start, file.length - 8 - start));
    footer.getRow_groups().get(0).getColumns().stream()
        .map(column -> column.getMeta_data().getEncodings())
        .forEach(Collections::reverse);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, start);
    Util.writeFileMetaData(footer, out);
    out.write(file, file.length - 8, 8);
    return out.toByteArray();
  }

  @Test
  void fileSaysNothingOfWhereAndWhen() throws IOException {
    files("placeholder-name").save(saved(3, 5));
    String text = new String(bytes("placeholder-name"), StandardCharsets.ISO_8859_1);
    assertThat(text)
        .contains("vernier.states.version", MODEL, SETTINGS, "vernier.samples")
        .doesNotContain("placeholder-name", folder.getFileName().toString());
  }

  @Test
  void truncatedFilesAreRefused() throws IOException {
    files("states").save(saved(4, 30));
    byte[] whole = bytes("states");
    for (int length : new int[] {0, 3, 100, whole.length / 2, whole.length - 1}) {
      Files.write(file("states"), Arrays.copyOf(whole, length));
      assertThatThrownBy(files("states")::load)
          .isInstanceOf(VernierException.class)
          .hasMessageContaining("states.parquet: cannot be read as saved states")
          .hasMessageContaining("calibrate again");
    }
  }

  /** Whatever a flipped byte hits, what is read is what was saved or it is refused. */
  @Test
  void flippedBytesAreRefused() throws IOException {
    files("states").save(saved(5, 30));
    byte[] whole = bytes("states");
    Random random = new Random(5);
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      Files.write(file("states"), flipped);
      try {
        assertThat(files("states").load()).isEqualTo(saved(5, 30));
      } catch (VernierException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(200);
  }

  @Test
  void otherParquetFilesAreRefused() throws IOException {
    files("states").save(saved(6, 1));
    byte[] bytes = bytes("states");
    Files.write(
        file("states"), replaced(bytes, "vernier.states.version", "another.states.version"));
    assertThatThrownBy(files("states")::load)
        .hasMessageContaining("expected metadata vernier.states.version");
    Files.write(file("states"), replaced(bytes, MODEL, "a".repeat(64)));
    assertThatThrownBy(files("states")::load).hasMessageContaining("expected content of SHA-256");
  }

  @Test
  void unwritablePlacesAreNamed() throws IOException {
    Files.writeString(folder.resolve("file"), "in the way");
    assertThatThrownBy(() -> files("file/states").save(saved(7, 1)))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("file/states/states.parquet: cannot be written");
    assertThat(listing("")).containsExactly("file");
  }

  @Test
  void onlyStatesOfTheSameModelAndSettingsMerge() {
    SavedStates left = saved(8, 4);
    SavedStates right = saved(9, 4);
    assertThat(left.merge(right).states()).isEqualTo(left.states().merge(right.states()));
    assertThatThrownBy(() -> left.merge(new SavedStates(SETTINGS, SETTINGS, right.states())))
        .hasMessageContaining("states of different model");
    assertThatThrownBy(() -> new SavedStates("no digest", SETTINGS, StateSet.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SavedStates saved(long seed, int entries) {
    return new SavedStates(MODEL, SETTINGS, StateSet.of(entries(seed, entries), samples()));
  }

  private static SavedStates shuffled(long seed, int size) {
    List<StateSet.Entry> entries = new ArrayList<>(entries(seed, size));
    Collections.shuffle(entries, new Random(seed));
    StateSet left = StateSet.of(entries.subList(0, size / 3), samples());
    StateSet right = StateSet.of(entries.subList(size / 3, size), new long[Folds.COUNT]);
    return new SavedStates(MODEL, SETTINGS, left.merge(right));
  }

  private static long[] samples() {
    return new long[] {5, 0, 7, 1, 1, 0, 0, 200};
  }

  private static List<StateSet.Entry> entries(long seed, int size) {
    Random random = new Random(seed);
    List<StateSet.Entry> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      float[] values = new float[50];
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) random.nextGaussian();
      }
      HistogramSketch sketch = HistogramSketch.of(values);
      entries.add(
          i % 2 == 0
              ? new StateSet.Entry("t" + i / 8, i % Folds.COUNT, StateFamily.HISTOGRAM, sketch)
              : new StateSet.Entry(
                  "t" + i / 8,
                  i % Folds.COUNT,
                  StateFamily.PER_SAMPLE,
                  PerSampleState.ofSample(sketch)));
    }
    return entries;
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    Charset latin = StandardCharsets.ISO_8859_1;
    return new String(bytes, latin).replace(from, to).getBytes(latin);
  }

  private Path file(String name) {
    return folder.resolve(name).resolve(FileSystemStateRepository.FILE);
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(file(name));
  }

  private List<String> listing(String name) throws IOException {
    try (Stream<Path> paths = Files.list(folder.resolve(name))) {
      return paths.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }
}
