package dev.vernier.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** ONNX's recorded small models: all pass but those that need what is left out on purpose. */
class ModelTestsTest {
  /** They need more heap than tests have; {@code vernier check} runs them. */
  private static final Set<String> LARGE =
      Set.of("light_bvlc_alexnet.onnx", "light_vgg19.onnx", "light_zfnet512.onnx");

  @Test
  void allPassThatAreNotLeftOut() throws IOException, InterruptedException {
    List<String> others = new ArrayList<>();
    int passed = 0;
    List<Path> cases = new ArrayList<>(ConformanceRunner.find(SharedCases.modelTests()));
    cases.removeIf(path -> LARGE.contains(path.getFileName().toString()));
    for (Path path : cases) {
      CaseResult result = new ConformanceRunner().run(path);
      switch (result.outcome()) {
        case PASSED -> passed++;
        case EXCLUDED -> {}
        default -> others.add(result.toString());
      }
    }
    assertThat(others).isEmpty();
    assertThat(passed).isGreaterThan(100);
  }
}
