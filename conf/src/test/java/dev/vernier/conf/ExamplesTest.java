package dev.vernier.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  @Test
  void everyExampleIsAJob() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      List<Path> examples = files.filter(Files::isRegularFile).sorted().toList();
      assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
      for (Path example : examples) {
        JobConfig job = ConfigLoader.load(example, List.of());
        assertThat(job.inputs()).as(example.toString()).isNotEmpty();
        assertThat(job.calibration().data()).as(example.toString()).isNotEmpty();
        assertThat(ConfigLoader.parse(ConfigWriter.render(job), "written", List.of()))
            .isEqualTo(job);
      }
    }
  }
}
